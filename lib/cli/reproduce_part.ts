/**
 * One run of `deno task reproduce` in a separate process, for several runs at a time.
 * Its first argument is `--part=N`, the number of the run in the command's plan; the
 * others are the command's. It writes one event per line to standard output. A byte on
 * standard input asks it to stop. If standard input ends, the command's process is
 * gone, and this one ends at once.
 */
import { sendingDisplay } from "../display/display_events.ts";
import { startRuntime } from "../runtime/runtime.ts";
import { interruption } from "./interruption.ts";
import { main } from "./main.ts";
import { plannedRuns } from "./planned_runs.ts";
import { reproduceOptions } from "./reproduce_options.ts";
import { endOf } from "./run_end.ts";
import { eventLine, type RunEvent } from "./run_events.ts";

const GONE = 1;

async function reproducePart(
  [part, ...args]: readonly string[],
): Promise<number> {
  const options = reproduceOptions(args);
  const planned = plannedRuns(options)[Number(part.replace("--part=", ""))];
  const { signal, stop } = interruption();
  listen(stop);
  const send = (event: RunEvent) => console.log(eventLine(event));
  const end = await endOf(planned, {
    out: options.out,
    fresh: options.fresh,
    runtime: await startRuntime(options),
    display: sendingDisplay(send),
    signal,
    folders: { cifar10: options.cifar },
  });
  send({ kind: "ended", end });
  return 0;
}

async function listen(stop: () => void): Promise<void> {
  for await (const _ of Deno.stdin.readable) stop();
  Deno.exit(GONE);
}

if (import.meta.main) await main(reproducePart);
