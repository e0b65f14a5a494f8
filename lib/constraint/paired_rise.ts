import { mean, variance } from "d3-array";

/** Half of a 95 % interval, in standard errors. */
const ERRORS = 1.96;

/** The mean of paired differences, and its 95 % interval. */
export interface PairedRise {
  readonly rise: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of paired differences with its 95 % interval. One more image that changes by 1
 * is added to the variance, so that the interval of few images is wide even if none of
 * them has changed.
 *
 * @param differences At least one.
 */
export function pairedRise(differences: readonly number[]): PairedRise {
  const count = differences.length;
  const rise = mean(differences)!;
  const half = ERRORS * Math.sqrt(count * (variance(differences) ?? 0) + 1) /
    count;
  return { rise, low: rise - half, high: rise + half };
}

/**
 * The one-sided sign test: the probability of at least so many rises among the
 * differences that are not 0, if rises and falls are equally likely.
 *
 * @param differences At most 1,000 that are not 0: 2^-1,000 is still above 0.
 */
export function signTest(differences: readonly number[]): number {
  const rises = differences.filter((difference) => difference > 0).length;
  const changes = differences.filter((difference) => difference !== 0).length;
  let term = 2 ** -changes, sum = 0;
  for (let k = changes; k >= rises; k--) {
    sum += term;
    // From the binomial coefficient of k rises to that of k - 1.
    term *= k / (changes - k + 1);
  }
  return Math.min(sum, 1);
}
