import type { Runtime } from "../runtime/runtime.ts";
import type { ReproduceOptions } from "./reproduce_options.ts";

/** Memory that is asked for each run, bytes: one of CIFAR-10 takes the most. */
const RUN_BYTES = 2e9;

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
 * @param runs Number of runs of the command.
 */
export function jobsOf(
  { jobs, threads }: Pick<ReproduceOptions, "jobs" | "threads">,
  runs: number,
  { backend }: Pick<Runtime, "backend">,
): Jobs {
  const cores = navigator.hardwareConcurrency;
  const fitting = backend === "webgpu"
    ? 1
    : Math.min(Math.floor(cores / (threads ?? 1)), runsInMemory());
  const count = Math.max(1, Math.min(runs, jobs ?? fitting));
  return {
    count,
    threads: threads ?? Math.max(1, Math.floor(cores / count)),
  };
}

/** Runs that the free memory has room for; 1 where it may not be asked. */
function runsInMemory(): number {
  const asked = { name: "sys", kind: "systemMemoryInfo" } as const;
  if (Deno.permissions.querySync(asked).state !== "granted") return 1;
  return Math.floor(Deno.systemMemoryInfo().available / RUN_BYTES);
}
