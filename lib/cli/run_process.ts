import { showEvents } from "../display/display_events.ts";
import type { Display } from "../display/display.ts";
import { blasThreads } from "../runtime/blas_threads.ts";
import { linesOf } from "../runtime/lines.ts";
import { reproduceGrants } from "./reproduce_grants.ts";
import type { RunEnd } from "./run_end.ts";
import { eventOf } from "./run_events.ts";
import { projectPath } from "./project_path.ts";

/** One run of `deno task reproduce` for a separate process. */
export interface RunProcess {
  /** Number of the run in the command's plan. */
  readonly part: number;
  /** Arguments of the command. */
  readonly args: readonly string[];
  /** Threads of the run's matrix products. */
  readonly threads: number;
  readonly display: Display;
  readonly signal: AbortSignal;
}

/** Does one run of `deno task reproduce` in a separate process. */
export async function endInProcess(
  { part, args, threads, display, signal }: RunProcess,
): Promise<RunEnd> {
  const here = (file: string) => projectPath(`lib/cli/${file}`);
  const child = new Deno.Command("deno", {
    args: [
      "run",
      "--quiet",
      `--preload=${here("narrow.ts")}`,
      ...reproduceGrants,
      here("reproduce_part.ts"),
      `--part=${part}`,
      ...args,
      `--threads=${threads}`,
    ],
    env: blasThreads(threads),
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const input = child.stdin.getWriter();
  const stop = () => void input.write(Uint8Array.of(0)).catch(() => {});
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  const show = showEvents(display);
  let end: RunEnd | undefined;
  for await (const line of linesOf(child.stdout)) {
    const event = eventOf(line);
    if (event.kind === "ended") end = event.end;
    else show(event);
  }
  const { code, signal: killedBy } = await child.status;
  signal.removeEventListener("abort", stop);
  await input.close().catch(() => {});
  if (end !== undefined) return end;
  if (signal.aborted) return { kind: "stopped" };
  const how = killedBy === null ? `exit code ${code}` : killedBy;
  return {
    kind: "failed",
    fault: "work",
    message: `its process ended before it did (${how})`,
  };
}
