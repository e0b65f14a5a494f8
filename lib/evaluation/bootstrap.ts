import { mean, quantileSorted } from "d3";
import type { RandomStream } from "../random/streams.ts";

/** An interval of numbers. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Draws that an interval is made of. */
const DRAWS = 2000;

/**
 * The 95 % bootstrap interval of a mean: values are drawn with repetition, as many
 * as there are, and the 2.5 % and 97.5 % quantiles of the means of 2,000 such draws
 * are its ends (Efron 1979). Of few values it is too narrow.
 *
 * @param values finite
 * @param stream where the randomness comes from
 * @returns null of fewer than two values
 */
export function bootstrapMean(
  values: ArrayLike<number>,
  stream: RandomStream,
): Interval | null {
  return bootstrap(
    values.length,
    stream,
    (draw) => mean(draw, (i) => values[i])!,
  );
}

/**
 * The same of any number that is worked out from things.
 *
 * @param count how many things there are
 * @param of the number, given which things were drawn
 */
export function bootstrap(
  count: number,
  stream: RandomStream,
  of: (draw: Uint32Array) => number,
): Interval | null {
  if (count < 2) return null;
  const draw = new Uint32Array(count);
  const found = Array.from({ length: DRAWS }, () => {
    for (let i = 0; i < count; i++) draw[i] = Math.floor(count * stream());
    return of(draw);
  }).sort((a, b) => a - b);
  return {
    low: quantileSorted(found, 0.025)!,
    high: quantileSorted(found, 0.975)!,
  };
}
