/**
 * The number that a standard normal variable exceeds with a probability
 * (Abramowitz and Stegun 1964, 26.2.23; it errs by less than 4.5e-4).
 *
 * @param tail More than 0, at most 1/2.
 * @throws RangeError for any other number.
 */
export function normalQuantile(tail: number): number {
  if (!(tail > 0 && tail <= 0.5)) {
    throw new RangeError(
      `normalQuantile: expected a probability of more than 0 and at most 1/2, found ${tail}`,
    );
  }
  const t = Math.sqrt(-2 * Math.log(tail));
  return t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
}
