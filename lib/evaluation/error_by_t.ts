import { mean } from "d3-array";

/** The errors of the estimates of pairs whose true t lies between two values. */
export interface ErrorAtT {
  /**
   * The smaller of the two values of t, in the parameter's unit, as all numbers here.
   */
  readonly from: number;
  /** The larger of the two values of t. */
  readonly to: number;
  /** Number of held-out pairs with such a t. */
  readonly pairs: number;
  /**
   * Mean absolute error of the network's t; null without such pairs, or without a
   * network.
   */
  readonly network: number | null;
  /** Mean absolute error of the refined t; null without such pairs. */
  readonly refined: number | null;
}

/** Number of parts of the range of t. */
const PARTS = 10;

/**
 * Computes the mean absolute error in ten parts of equal width of the range of the true
 * t, because a mean over all pairs hides where an estimate fails.
 *
 * @param truth the true t of every pair
 * @param estimates the estimated t in the same order; a network's may be missing
 * @param range lowest and highest value that t can have; if they are the same, all
 * pairs are in the first part
 */
export function errorByT(
  truth: Float64Array,
  estimates: {
    readonly network?: Float64Array;
    readonly refined: Float64Array;
  },
  [low, high]: readonly [number, number],
): ErrorAtT[] {
  const width = (high - low) / PARTS;
  const partOf = (t: number) =>
    width > 0
      ? Math.min(Math.max(Math.floor((t - low) / width), 0), PARTS - 1)
      : 0;
  const parts = Array.from({ length: PARTS }, (): number[] => []);
  truth.forEach((t, i) => parts[partOf(t)].push(i));
  const error = (of: Float64Array | undefined, pairs: readonly number[]) =>
    of === undefined
      ? null
      : mean(pairs, (i) => Math.abs(of[i] - truth[i])) ?? null;
  return parts.map((pairs, part) => ({
    from: low + part * width,
    to: low + (part + 1) * width,
    pairs: pairs.length,
    network: error(estimates.network, pairs),
    refined: error(estimates.refined, pairs),
  }));
}
