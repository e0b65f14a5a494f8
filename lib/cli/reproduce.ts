import { dirname } from "node:path";
import { checkBatches } from "../datasets/cifar10_batches.ts";
import { formatSeconds } from "../display/format_value.ts";
import { quietly, terminalDisplay } from "../display/terminal.ts";
import { checkpointFolder } from "../experiments/checkpoint_folder.ts";
import { everything } from "../experiments/plan.ts";
import type { Planned, WorkContext } from "../experiments/planned.ts";
import { type ReportEntry, writeReport } from "../experiments/report.ts";
import { UserError } from "../runtime/errors.ts";
import { removeLeftovers } from "../runtime/leftovers.ts";
import { inHeldFolder } from "../runtime/lock.ts";
import { startRuntime } from "../runtime/runtime.ts";
import { inParallel } from "./in_parallel.ts";
import { interruption } from "./interruption.ts";
import { type Jobs, jobsOf } from "./job_count.ts";
import { main } from "./main.ts";
import { plannedRuns } from "./planned_runs.ts";
import {
  reproduceHelp,
  type ReproduceOptions,
  reproduceOptions,
} from "./reproduce_options.ts";
import { endOf, type RunEnd } from "./run_end.ts";
import { endInProcess } from "./run_process.ts";

export async function reproduceCommand(
  args: readonly string[],
): Promise<number> {
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

/** @returns Whether all runs succeeded; undefined if they were interrupted. */
async function runAll(
  options: ReproduceOptions,
  context: WorkContext,
): Promise<boolean | undefined> {
  const { display, out } = context;
  const entries: ReportEntry[] = plannedRuns(options)
    .map((planned) => ({ planned, status: "pending" }));
  await clear(entries, out);
  const runs = entries.map(({ planned }) => planned);
  const jobs = jobsOf(options, runs, context.runtime);
  sayPlan(entries, jobs, context);
  const command = ["deno task reproduce", ...Deno.args].join(" ");
  const begin = beginner(jobs, context);
  let stopped = false;
  let reporting = Promise.resolve();
  await inParallel(entries.length, jobs.count, async (i) => {
    const { planned } = entries[i];
    const end = await begin(planned, i);
    if (end.kind === "stopped") {
      stopped = true;
      return false;
    }
    entries[i] = { planned, ...entryOf(end, entries.length > 1) };
    const { outcome, error } = entries[i];
    const name = nameOf(planned);
    if (outcome !== undefined) display.text(`${name}: ${outcome.summary}`);
    if (error !== undefined) complain(`${name}: ${error}`);
    await (reporting = reporting.then(() =>
      writeReport(out, entries, command)
    ));
    return true;
  });
  if (stopped) return undefined;
  display.text(`report: ${out}/index.html`);
  return entries.every(({ status }) => status === "done");
}

/**
 * Returns the function that does a run: in this process, or in a separate one if
 * several runs go on at the same time.
 */
function beginner(
  { count, threads }: Jobs,
  context: WorkContext,
): (planned: Planned, part: number) => Promise<RunEnd> {
  if (count === 1) return (planned) => endOf(planned, context);
  const { signal } = context;
  // Progress bars of several runs would overwrite each other.
  const lines = terminalDisplay({ isTerminal: false });
  return (planned, part) => {
    const name = nameOf(planned);
    const display = {
      ...lines,
      text: (line: string) => lines.text(`${name}: ${line}`),
    };
    return endInProcess({ part, args: Deno.args, threads, display, signal });
  };
}

/**
 * Makes the report's entry of a run that ended.
 *
 * @param others Whether there are other runs. They still go on if the data set of this
 * one is not available.
 * @throws UserError for a mistake of the user.
 */
function entryOf(
  end: Exclude<RunEnd, { kind: "stopped" }>,
  others: boolean,
): Omit<ReportEntry, "planned"> {
  if (end.kind === "done") {
    const { error } = end.outcome;
    const status = error === undefined ? "done" : "failed";
    return { status, outcome: end.outcome, error };
  }
  const { fault, message } = end;
  if (fault === "user" || (fault === "data" && !others)) {
    throw new UserError(message);
  }
  return { status: "failed", error: message };
}

/** Removes unfinished files of earlier processes that were killed. */
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

/**
 * Duration of all runs, two at a time on two cores, over that of the same runs one by
 * one.
 */
const SIDE_BY_SIDE = 0.7;

/** Prints the planned runs and an estimate of their duration. */
function sayPlan(
  entries: readonly ReportEntry[],
  { count }: Jobs,
  { runtime, display, out }: WorkContext,
): void {
  const seconds = entries.map(({ planned }) => planned.secondsOn(runtime));
  const oneByOne = seconds.reduce((sum, part) => sum + part, 0);
  const total = count === 1 ? oneByOne : SIDE_BY_SIDE * oneByOne;
  const runs = entries.length === 1 ? "1 run" : `${entries.length} runs`;
  const atOnce = count === 1 ? "" : `, ${count} at a time`;
  display.text(
    `${runs}${atOnce}, about ${
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

if (import.meta.main) await main(reproduceCommand);
