import * as tf from "@tensorflow/tfjs";

/** All calls of one kernel. */
export interface KernelRow {
  readonly name: string;
  readonly calls: number;
  readonly ms: number;
  /** Size of the results, those that share their operand's memory included. */
  readonly bytes: number;
}

/** One call, as tf.profile tells of it. */
export interface KernelCall {
  readonly name: string;
  readonly bytesAdded: number;
  /** A number, once the profile is there. */
  readonly kernelTimeMs: unknown;
}

/**
 * Adds up the calls of a profile by kernel, the longest first.
 *
 * tf.profile also lists operations with a gradient of their own, around the
 * kernels that they call; these are left out, so that nothing counts twice.
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

/** Whether a backend has a kernel of that name. */
export const kernelOf = (backend: string) => (name: string): boolean =>
  tf.getKernel(name, backend) !== undefined;
