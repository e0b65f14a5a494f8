/** The Euclidean norm |alpha|. */
export function norm(coefficients: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < coefficients.length; i++) sum += coefficients[i] ** 2;
  return Math.sqrt(sum);
}

/**
 * Normalises alpha to alpha / |alpha|, so that t alone carries the scale.
 *
 * @returns a new array of Euclidean norm 1
 * @throws {RangeError} if the norm is zero or not finite
 */
export function unit(coefficients: ArrayLike<number>): Float64Array {
  const length = norm(coefficients);
  if (!Number.isFinite(length) || length === 0) {
    throw new RangeError(
      `unit: expected coefficients of a finite norm above 0, found ${length}`,
    );
  }
  return Float64Array.from(coefficients, (value) => value / length);
}

/** Euclidean inner product of two vectors of equal length. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(
      `dot: expected equal lengths, found ${a.length} and ${b.length}`,
    );
  }
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The largest magnitude of some values; 0 if there are none. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    most = Math.max(most, Math.abs(values[i]));
  }
  return most;
}
