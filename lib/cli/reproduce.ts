import { dirname } from "node:path";
import { checkBatches } from "../datasets/cifar10_batches.ts";
import { DataError } from "../datasets/data_error.ts";
import { formatSeconds } from "../display/format_value.ts";
import { quietly, terminalDisplay } from "../display/terminal.ts";
import { checkpointFolder } from "../experiments/checkpoint_folder.ts";
import {
  everything,
  type Planned,
  type WorkContext,
} from "../experiments/plan.ts";
import { type ReportEntry, writeReport } from "../experiments/report.ts";
import { UserError } from "../runtime/errors.ts";
import { removeLeftovers } from "../runtime/leftovers.ts";
import { inHeldFolder } from "../runtime/lock.ts";
import { startRuntime } from "../runtime/runtime.ts";
import { interruption } from "./interruption.ts";
import { main } from "./main.ts";
import {
  reproduceHelp,
  type ReproduceOptions,
  reproduceOptions,
} from "./reproduce_options.ts";

export async function reproduce(args: readonly string[]): Promise<number> {
  const options = reproduceOptions(args);
  if (options.help) return say(reproduceHelp);
  if (options.list) return say(JSON.stringify(listed(), null, 2));
  if (options.cifar !== undefined) await checkBatches(options.cifar);
  return await inHeldFolder(options.out, () => reproduceInto(options));
}

async function reproduceInto(options: ReproduceOptions): Promise<number> {
  const runtime = await startRuntime(options);
  const display = terminalDisplay();
  display.text(runtime.description);
  const { signal, exitCode } = interruption();
  const { out, fresh, cifar: cifar10 } = options;
  const folders = { cifar10 };
  const context = { out, fresh, runtime, display, signal, folders };
  const done = await runAll(options, context);
  if (done !== undefined) return done ? 0 : 1;
  display.text("stopped; the same command goes on from here");
  return exitCode();
}

function say(text: string): 0 {
  console.log(text);
  return 0;
}

function listed() {
  return everything.map(({ plan: _, ...described }) => described);
}

const complain = quietly(console.error);

/** @returns whether all went well; undefined where it was interrupted */
async function runAll(
  options: ReproduceOptions,
  context: WorkContext,
): Promise<boolean | undefined> {
  const { display, out } = context;
  const entries: ReportEntry[] = options.chosen
    .flatMap((listed) => listed.plan(options))
    .map((planned) => ({ planned, status: "pending" }));
  await clear(entries, out);
  sayPlan(entries, context);
  const command = ["deno task reproduce", ...Deno.args].join(" ");
  for (const [i, { planned }] of entries.entries()) {
    const name = nameOf(planned);
    try {
      const outcome = await planned.run(context);
      if (outcome === undefined) return undefined;
      const { error } = outcome;
      const status = error === undefined ? "done" : "failed";
      entries[i] = { planned, status, outcome, error };
      display.text(`${name}: ${outcome.summary}`);
      if (error !== undefined) complain(`${name}: ${error}`);
    } catch (error) {
      if (error === context.signal.reason) return undefined;
      // One data set that cannot be had is no reason not to do the rest.
      const goesOn = error instanceof DataError && entries.length > 1;
      if (error instanceof UserError && !goesOn) throw error;
      const { message } = error as Error;
      entries[i] = { planned, status: "failed", error: message };
      complain(`${name}: ${message}`);
    }
    await writeReport(out, entries, command);
  }
  display.text(`report: ${out}/index.html`);
  return entries.every(({ status }) => status === "done");
}

/** Takes away what earlier runs of this work left when they were killed. */
async function clear(
  entries: readonly ReportEntry[],
  out: string,
): Promise<void> {
  const written = entries.map(({ planned }) =>
    dirname(`${out}/${planned.folder}`)
  );
  for (const folder of new Set([out, checkpointFolder(out), ...written])) {
    await removeLeftovers(folder);
  }
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
