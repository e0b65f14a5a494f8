import type { Display } from "../display/display.ts";
import { terminalDisplay } from "../display/terminal.ts";
import { catalogue } from "../experiments/catalogue.ts";
import { disposePrepared, prepare } from "../experiments/prepare.ts";
import {
  type ReportEntry,
  runFolder,
  writeReport,
} from "../experiments/report.ts";
import { finishRun, type RunResult, trainRun } from "../experiments/run.ts";
import type { RunSpec } from "../experiments/run_spec.ts";
import { watchTraining } from "../experiments/watch.ts";
import { writeRun } from "../experiments/write_run.ts";
import { UserError } from "../runtime/errors.ts";
import { ensureWritable } from "../runtime/files.ts";
import { type Runtime, startRuntime } from "../runtime/runtime.ts";
import { main } from "./main.ts";
import {
  reproduceHelp,
  type ReproduceOptions,
  reproduceOptions,
} from "./reproduce_options.ts";

/** Exit code after Ctrl-C, as shells have it: 128 + SIGINT. */
const INTERRUPTED = 130;

async function reproduce(args: readonly string[]): Promise<number> {
  const options = reproduceOptions(args);
  if (options.help) return say(reproduceHelp);
  if (options.list) return say(JSON.stringify(listed(), null, 2));
  const runtime = await startRuntime(options);
  await ensureWritable(options.out);
  const display = terminalDisplay();
  display.text(runtime.description);
  return await runAll(options, runtime, display, interruption());
}

function say(text: string): 0 {
  console.log(text);
  return 0;
}

function listed() {
  return catalogue.map((experiment) => ({
    id: experiment.id,
    figure: experiment.figure,
    dataset: experiment.dataset.name,
    transformation: experiment.transformation.name,
    distribution: experiment.distribution.name,
  }));
}

/** Aborts at the first Ctrl-C; a second one ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  Deno.addSignalListener("SIGINT", () => {
    if (controller.signal.aborted) Deno.exit(INTERRUPTED);
    controller.abort();
  });
  return controller.signal;
}

async function runAll(
  options: ReproduceOptions,
  runtime: Runtime,
  display: Display,
  signal: AbortSignal,
): Promise<number> {
  const entries: ReportEntry[] = options.experiments.flatMap((experiment) =>
    options.seeds.map((seed) => ({
      spec: { ...options, experiment, seed },
      status: "pending" as const,
    }))
  );
  const command = ["deno task reproduce", ...Deno.args].join(" ");
  for (const [i, { spec }] of entries.entries()) {
    try {
      const result = await runOne(spec, options, runtime, display, signal);
      if (result === undefined) {
        display.text("stopped; the same command goes on from here");
        return INTERRUPTED;
      }
      const { metrics, figures } = result;
      entries[i] = { spec, status: "done", metrics, figures };
      display.text(summary(result));
    } catch (error) {
      if (error instanceof UserError) throw error;
      const message = (error as Error).message;
      entries[i] = { spec, status: "failed", error: message };
      console.error(`${spec.experiment.id}, seed ${spec.seed}: ${message}`);
    }
    await writeReport(options.out, entries, command);
  }
  display.text(`report: ${options.out}/index.html`);
  return entries.every(({ status }) => status === "done") ? 0 : 1;
}

/** One run, from data to files; undefined when it was interrupted. */
async function runOne(
  spec: RunSpec,
  { out, fresh }: ReproduceOptions,
  runtime: Runtime,
  display: Display,
  signal: AbortSignal,
): Promise<RunResult | undefined> {
  const prepared = await prepare(spec);
  try {
    const checkpoints = `${out}/.checkpoints`;
    await ensureWritable(checkpoints);
    const watch = watchTraining(prepared, display);
    const trained = await trainRun(prepared, runtime, {
      checkpoint: `${checkpoints}/${spec.experiment.id}-seed-${spec.seed}.npz`,
      fresh,
      signal,
      onStep: watch.onStep,
      onNote: (line) => display.text(line),
    }).finally(watch.finish);
    if (!trained.finished) return undefined;
    const result = finishRun(prepared, trained, runtime);
    await writeRun(`${out}/${runFolder(spec)}`, result);
    return result;
  } finally {
    disposePrepared(prepared);
  }
}

function summary({ metrics }: RunResult): string {
  const { generator, parameter, training } = metrics;
  const wasserstein = (kind: "network" | "refined") =>
    parameter[kind].wassersteinOverStd.toFixed(4);
  return [
    `${metrics.experiment}, seed ${metrics.seed}: ${generator.name}`,
    `|cos| ${generator.absoluteCosine.toFixed(6)} (${
      generator.angleDegrees.toFixed(3)
    } degrees)`,
    `W1/std network ${wasserstein("network")}, refined ${
      wasserstein("refined")
    }`,
    `${training.seconds.toFixed(0)} s of training`,
  ].join("; ");
}

if (import.meta.main) await main(reproduce);
