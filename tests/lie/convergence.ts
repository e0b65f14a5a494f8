import { powerLaw } from "#lib/evaluation/power_law.ts";

/** The largest difference among the wanted cells. */
export const largestError = (
  found: Float64Array,
  expected: ArrayLike<number>,
  wanted: (cell: number) => boolean = () => true,
) =>
  found.reduce(
    (most, v, i) =>
      wanted(i) ? Math.max(most, Math.abs(v - expected[i])) : most,
    0,
  );

/** Exponent of the power law of an error in the number of cells. */
export function rateOf(
  counts: readonly number[],
  errorOf: (n: number) => number,
): number {
  return powerLaw(counts.map((x) => ({ x, y: errorOf(x) })))!.exponent;
}
