import { checkBatches } from "../datasets/cifar10_batches.ts";
import { DataError } from "../datasets/data_error.ts";
import type { Display } from "../display/display.ts";
import { formatSeconds } from "../display/format_value.ts";
import { terminalDisplay } from "../display/terminal.ts";
import {
  everything,
  type Planned,
  type WorkContext,
} from "../experiments/plan.ts";
import { type ReportEntry, writeReport } from "../experiments/report.ts";
import { UserError } from "../runtime/errors.ts";
import { ensureWritable } from "../runtime/files.ts";
import { startRuntime } from "../runtime/runtime.ts";
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
  if (options.cifar !== undefined) await checkBatches(options.cifar);
  const { out, fresh } = options;
  const takeAway = await ensureWritable(out);
  const runtime = await startRuntime(options).catch(async (error) => {
    await takeAway();
    throw error;
  });
  const display = terminalDisplay();
  display.text(runtime.description);
  const signal = interruption();
  const folders = { cifar10: options.cifar };
  const context = { out, fresh, runtime, display, signal, folders };
  return await runAll(options, context);
}

function say(text: string): 0 {
  console.log(text);
  return 0;
}

function listed() {
  return everything.map(({ plan: _, ...described }) => described);
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
  context: WorkContext,
): Promise<number> {
  const { display } = context;
  const entries: ReportEntry[] = options.chosen
    .flatMap((listed) => listed.plan(options))
    .map((planned) => ({ planned, status: "pending" }));
  sayPlan(entries, context);
  const command = ["deno task reproduce", ...Deno.args].join(" ");
  for (const [i, { planned }] of entries.entries()) {
    const name = nameOf(planned);
    try {
      const outcome = await planned.run(context);
      if (outcome === undefined) return stopped(display);
      entries[i] = { planned, status: "done", outcome };
      display.text(`${name}: ${outcome.summary}`);
    } catch (error) {
      if (error === context.signal.reason) return stopped(display);
      // One data set that cannot be had is no reason not to do the rest.
      const goesOn = error instanceof DataError && entries.length > 1;
      if (error instanceof UserError && !goesOn) throw error;
      const { message } = error as Error;
      entries[i] = { planned, status: "failed", error: message };
      console.error(`${name}: ${message}`);
    }
    await writeReport(options.out, entries, command);
  }
  display.text(`report: ${options.out}/index.html`);
  return entries.every(({ status }) => status === "done") ? 0 : 1;
}

function stopped(display: Display): number {
  display.text("stopped; the same command goes on from here");
  return INTERRUPTED;
}

function nameOf({ id, seed, preset }: Planned): string {
  return [
    id,
    ...preset === undefined || preset === "stable" ? [] : [preset],
    ...seed === undefined ? [] : [`seed ${seed}`],
  ].join(", ");
}

/** Says what will be done, and about how long it takes. */
function sayPlan(
  entries: readonly ReportEntry[],
  { runtime, display, out }: WorkContext,
): void {
  const seconds = entries.map(({ planned }) => planned.secondsOn(runtime));
  const total = seconds.reduce((sum, part) => sum + part, 0);
  const runs = entries.length === 1 ? "1 run" : `${entries.length} runs`;
  display.text(
    `${runs}, about ${
      formatSeconds(total)
    } where nothing is left from before; ${out}/index.html grows after each`,
  );
  if (entries.length === 1) return;
  display.table(entries.map(({ planned }, i) => ({
    run: planned.id,
    seed: planned.seed ?? "",
    preset: planned.preset ?? "",
    paper: planned.figure === "" ? "" : `figure ${planned.figure}`,
    about: formatSeconds(seconds[i]),
  })));
}

if (import.meta.main) await main(reproduce);
