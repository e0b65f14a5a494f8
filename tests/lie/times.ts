/** The product of a square row-major matrix and a column vector. */
export function times(
  matrix: Float64Array,
  vector: ArrayLike<number>,
): Float64Array {
  const n = vector.length;
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += matrix[i * n + k] * vector[k];
    return sum;
  });
}

/**
 * exp(t A) v by scaled Taylor series, with 18 terms per step of norm at most 1, for
 * matrices too large for the dense exponential in a fast test.
 */
export function exponentialTimes(
  a: Float64Array,
  t: number,
  v: Float64Array,
): Float64Array {
  const n = v.length;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += Math.abs(a[i * n + k]);
    largest = Math.max(largest, sum);
  }
  const steps = Math.max(1, Math.ceil(Math.abs(t) * largest));
  let result = v;
  for (let step = 0; step < steps; step++) {
    let term = result;
    result = result.slice();
    for (let m = 1; m <= 18; m++) {
      term = times(a, term).map((value) => value * t / steps / m);
      for (let i = 0; i < n; i++) result[i] += term[i];
    }
  }
  return result;
}
