import { extent } from "d3-array";
import type { Interval } from "../matching/intervals.ts";
import type { RandomStream } from "../random/streams.ts";
import { FEWEST_FOR_BOOTSTRAP, meanIntervals } from "./bootstrap.ts";

/** Names of the kinds of intervals, in results.csv and in figures. */
export const intervalNames = {
  range: "range of the seeds",
  bootstrap: "95 % bootstrap interval",
} as const;

/** The variation of a value over the seeds. */
export interface SeedInterval extends Interval {
  /** The smallest and the largest value, or a confidence interval of the mean. */
  readonly kind: keyof typeof intervalNames;
}

/** Makes the interval of a list of values, one per seed; null for fewer than two. */
export type SeedIntervals = (values: readonly number[]) => SeedInterval | null;

/**
 * Makes the intervals that a study shows: the range of the seeds for fewer than ten
 * values, else a bootstrap interval of the mean.
 *
 * Few values allow no useful confidence interval. The bootstrap interval of three values
 * is their range, which contains the true mean in about 73 of 100 cases. Student's
 * interval of three values, 2.48 standard deviations to either side, extends below zero
 * in 80 to 89 of 100 samples of a half-normal or an exponential distribution, but angles
 * are not negative.
 *
 * @param stream source of the randomness
 */
export function seedIntervals(stream: RandomStream): SeedIntervals {
  const bootstrapped = meanIntervals(stream);
  return (values) => {
    if (values.length < 2) return null;
    if (values.length >= FEWEST_FOR_BOOTSTRAP) {
      return { kind: "bootstrap", ...bootstrapped(values)! };
    }
    const [low, high] = extent(values) as [number, number];
    return { kind: "range", low, high };
  };
}

/**
 * Describes the error bars of a figure, for its legend and its text.
 *
 * @returns undefined if there are none
 */
export function barWords(
  intervals: readonly (SeedInterval | null)[],
): string | undefined {
  const { range, bootstrap } = intervalNames;
  const kinds = new Set(intervals.flatMap((one) => one?.kind ?? []));
  if (kinds.size === 2) {
    return `${bootstrap}, or ${range} if fewer than ${FEWEST_FOR_BOOTSTRAP}`;
  }
  return kinds.has("range")
    ? range
    : kinds.has("bootstrap")
    ? bootstrap
    : undefined;
}
