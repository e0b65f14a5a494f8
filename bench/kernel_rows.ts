import * as tf from "@tensorflow/tfjs";

/** Sums over all calls of one kernel. */
export interface KernelRow {
  readonly name: string;
  readonly calls: number;
  readonly ms: number;
  /** Size of all results, including those that share their operand's memory. */
  readonly bytes: number;
}

/** One call, as tf.profile reports it. */
export interface KernelCall {
  readonly name: string;
  readonly bytesAdded: number;
  /** A number, as soon as the profile is complete. */
  readonly kernelTimeMs: unknown;
}

/**
 * Adds up the calls of a profile by kernel, the longest first.
 *
 * tf.profile also lists operations with a gradient of their own, which call other
 * kernels. They are omitted, so that no time counts twice.
 *
 * @param isKernel Whether a name is that of a kernel.
 */
export function kernelRows(
  calls: readonly KernelCall[],
  isKernel: (name: string) => boolean,
): KernelRow[] {
  const groups = Map.groupBy(
    calls.filter(({ name }) => isKernel(name)),
    ({ name }) => name,
  );
  const rows = [...groups].map(([name, own]) => ({
    name,
    calls: own.length,
    ms: own.reduce((sum, { kernelTimeMs }) => sum + Number(kernelTimeMs), 0),
    bytes: own.reduce((sum, { bytesAdded }) => sum + bytesAdded, 0),
  }));
  return rows.toSorted((a, b) => b.ms - a.ms);
}

/** Returns the predicate whether a backend has a kernel of that name. */
export const kernelOf = (backend: string) => (name: string): boolean =>
  tf.getKernel(name, backend) !== undefined;
