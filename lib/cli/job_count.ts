import type { Planned } from "../experiments/plan.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { ReproduceOptions } from "./reproduce_options.ts";

/** Memory that a run may take where it does not say how much, bytes. */
const USUAL_BYTES = 2e9;

/** How runs share the machine. */
export interface Jobs {
  /** Runs at the same time. */
  readonly count: number;
  /** Threads of the matrix products of each. */
  readonly threads: number;
}

/**
 * How many runs go on at the same time. A run alone leaves cores idle wherever it
 * does not multiply matrices. Runs on a graphics card share one card: they go on one
 * by one, unless the user says otherwise.
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

/** How many of the largest runs the free memory has room for; 1 where it may not be asked. */
function runsInMemory(runs: readonly Pick<Planned, "bytes">[]): number {
  const asked = { name: "sys", kind: "systemMemoryInfo" } as const;
  if (Deno.permissions.querySync(asked).state !== "granted") return 1;
  const largest = Math.max(...runs.map(({ bytes = USUAL_BYTES }) => bytes));
  return Math.floor(Deno.systemMemoryInfo().available / largest);
}
