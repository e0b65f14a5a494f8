import type { Planned } from "../experiments/planned.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { ReproduceOptions } from "./reproduce_options.ts";

/** Memory of a run that does not state how much it needs, bytes. */
const USUAL_BYTES = 2e9;

/** Division of the machine among the runs of a command. */
export interface Jobs {
  /** Number of runs at the same time. */
  readonly count: number;
  /** Threads of the matrix products of each run. */
  readonly threads: number;
}

/**
 * Chooses how many runs go on at the same time. Several are faster than one, because a
 * run uses all cores only for matrix products. Runs on a graphics card share it, so
 * they go on one by one unless the user sets the number.
 *
 * @param runs The runs of the command.
 */
export function jobsOf(
  { jobs, threads }: Pick<ReproduceOptions, "jobs" | "threads">,
  runs: readonly Pick<Planned, "bytes">[],
  { backend }: Pick<Runtime, "backend">,
): Jobs {
  const cores = navigator.hardwareConcurrency;
  const fitting = backend === "webgpu"
    ? 1
    : Math.min(Math.floor(cores / (threads ?? 1)), runsInMemory(runs));
  const count = Math.max(1, Math.min(runs.length, jobs ?? fitting));
  return {
    count,
    threads: threads ?? Math.max(1, Math.floor(cores / count)),
  };
}

/**
 * Number of the largest runs that fit the free memory; 1 without permission to read it.
 */
function runsInMemory(runs: readonly Pick<Planned, "bytes">[]): number {
  const asked = { name: "sys", kind: "systemMemoryInfo" } as const;
  if (Deno.permissions.querySync(asked).state !== "granted") return 1;
  const largest = Math.max(...runs.map(({ bytes = USUAL_BYTES }) => bytes));
  return Math.floor(Deno.systemMemoryInfo().available / largest);
}
