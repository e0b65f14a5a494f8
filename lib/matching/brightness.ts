/** A smaller gain is taken as 0, because the moved image then does not explain xt. */
const LEAST_GAIN = 0.05;

/**
 * Eliminates a gain and an offset of one pair from its match, by variable projection
 * (Golub and Pereyra 1973, with Kaufman's derivatives): residual and slopes are
 * projected onto the complement of the moved image and a constant, and slopes are
 * multiplied by the gain.
 *
 * @param planes Residual, then slopes; they are changed.
 * @param target xt, which is the moved image less the residual.
 * @param shares The weight of each cell, 0 to 1: the constant image on the compared
 * cells.
 * @returns The gain, at least 0.
 */
export function eliminateBrightness(
  planes: readonly Float32Array[],
  target: Float32Array,
  shares: Float32Array,
): number {
  const [residual, ...slopes] = planes;
  const moved = target.map((value, cell) => value + residual[cell]);
  const flat = sumOfProducts(shares, shares);
  if (flat > 0) {
    for (const plane of [...planes, target, moved]) {
      subtract(plane, sumOfProducts(plane, shares) / flat, shares);
    }
  }
  const varied = sumOfProducts(moved, moved);
  const gain = varied > 0 ? sumOfProducts(moved, target) / varied : 0;
  if (!(gain > LEAST_GAIN)) {
    residual.forEach((_, cell) => residual[cell] = -target[cell]);
    for (const slope of slopes) slope.fill(0);
    return 0;
  }
  for (const plane of planes) {
    subtract(plane, sumOfProducts(plane, moved) / varied, moved);
  }
  for (const slope of slopes) {
    for (let cell = 0; cell < slope.length; cell++) slope[cell] *= gain;
  }
  return gain;
}

/** The sum of the products of two planes' cells. */
export function sumOfProducts(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function subtract(plane: Float32Array, factor: number, other: Float32Array) {
  for (let cell = 0; cell < plane.length; cell++) {
    plane[cell] -= factor * other[cell];
  }
}
