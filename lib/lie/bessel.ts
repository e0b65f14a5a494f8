/** The downward recurrence starts this many orders above the last one wanted. */
const HEADROOM = 16;

/** For a smaller |x|, J_0 = 1 and J_1 = x / 2 to rounding, and higher orders are 0. */
const TINY = 1e-12;

/** The recurrence rescales its values when one exceeds this, before it overflows. */
const LARGE = 1e200;

/**
 * Computes the Bessel functions of the first kind J_0(x) .. J_last(x) by Miller's
 * algorithm: a downward recurrence from an order where they nearly vanish, scaled by
 * J_0 + 2 J_2 + 2 J_4 + ... = 1 (Abramowitz and Stegun 9.1.27, 9.1.46, 9.12).
 *
 * @param last The highest order, an integer of at least 0.
 * @param x Finite, of either sign.
 * @returns `last + 1` values, with errors of about 1e-15.
 * @throws RangeError for any other order or argument.
 */
export function besselJ(last: number, x: number): Float64Array {
  if (!Number.isInteger(last) || last < 0 || !Number.isFinite(x)) {
    throw new RangeError(
      `besselJ: expected an integer order of at least 0 and a finite argument, found ${last} and ${x}`,
    );
  }
  const z = Math.abs(x);
  const values = new Float64Array(last + 1);
  if (z < TINY) {
    values[0] = 1;
    if (last > 0) values[1] = x / 2;
    return values;
  }
  const above = Math.ceil(z + 12 * Math.cbrt(z));
  const start = 2 * Math.ceil((Math.max(last, above) + HEADROOM) / 2);
  let [after, current, sum] = [0, 1e-200, 0];
  for (let order = start; order >= 0; order--) {
    if (order <= last) values[order] = current;
    if (order % 2 === 0) sum += order === 0 ? current : 2 * current;
    [after, current] = [current, 2 * order / z * current - after];
    if (Math.abs(current) > LARGE) {
      for (let k = order; k <= last; k++) values[k] /= LARGE;
      after /= LARGE;
      current /= LARGE;
      sum /= LARGE;
    }
  }
  for (let order = 0; order <= last; order++) {
    values[order] /= sum;
    // J_k(-x) = (-1)^k J_k(x).
    if (x < 0 && order % 2 === 1) values[order] = -values[order];
  }
  return values;
}
