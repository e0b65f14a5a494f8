import { quantileSorted } from "d3";
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
  values: readonly number[],
  stream: RandomStream,
): Interval | null {
  return meanIntervals(stream)(values);
}

/**
 * The same for many lists of values of the same things, which are drawn once: most
 * of the time goes there.
 */
export function meanIntervals(
  stream: RandomStream,
): (values: readonly number[]) => Interval | null {
  const drawn = new Map<number, Uint32Array>();
  return (values) => {
    const count = values.length;
    if (count < 2) return null;
    const draws = drawn.get(count) ?? drawsOf(count, stream);
    drawn.set(count, draws);
    const means = Float64Array.from({ length: DRAWS }, (_, draw) => {
      let sum = 0;
      for (let i = draw * count; i < (draw + 1) * count; i++) {
        sum += values[draws[i]];
      }
      return sum / count;
    });
    return middle(means);
  };
}

/** All draws of so many things, one after the other. */
function drawsOf(count: number, stream: RandomStream): Uint32Array {
  return Uint32Array.from(
    { length: DRAWS * count },
    () => Math.floor(count * stream()),
  );
}

/** What holds 95 % of values. */
function middle(values: Float64Array): Interval {
  const sorted = Array.from(values.sort());
  return {
    low: quantileSorted(sorted, 0.025)!,
    high: quantileSorted(sorted, 0.975)!,
  };
}

/**
 * The same of any number that is worked out from things. Draws of which it cannot
 * be worked out do not count.
 *
 * @param count how many things there are
 * @param of the number, given which things were drawn; null if there is none
 * @returns null of fewer than two things, or if fewer than two draws count
 */
export function bootstrap(
  count: number,
  stream: RandomStream,
  of: (draw: Uint32Array) => number | null,
): Interval | null {
  if (count < 2) return null;
  const draw = new Uint32Array(count);
  const numbers = Array.from({ length: DRAWS }, () => {
    for (let i = 0; i < count; i++) draw[i] = Math.floor(count * stream());
    return of(draw);
  }).filter((number) => number !== null);
  return numbers.length < 2 ? null : middle(Float64Array.from(numbers));
}
