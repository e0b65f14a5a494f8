/**
 * Interpolation by cubic B-splines (Unser, Aldroubi and Eden 1993): smooth to
 * the second derivative, and exact at the cells.
 */

/**
 * The pole of the recursive filter, sqrt(3) - 2, and the cells after which its power is
 * negligible.
 */
const POLE = Math.sqrt(3) - 2, HORIZON = 24;

/**
 * Turns the cells of an image of one channel into the coefficients of the spline
 * through them, in place. The image is mirrored at the centres of its outermost
 * cells.
 */
export function splineFilter(
  image: Float32Array,
  height: number,
  width: number,
): void {
  for (let row = 0; row < height; row++) filter(image, row * width, 1, width);
  for (let column = 0; column < width; column++) {
    filter(image, column, width, height);
  }
}

/** Turns the samples of a line into coefficients. */
function filter(
  values: Float32Array,
  start: number,
  step: number,
  count: number,
): void {
  if (count < 2) return;
  const at = (i: number) => start + i * step;
  // The start of the causal filter on the mirrored signal, a sum of HORIZON terms.
  let sum = values[at(0)], power = POLE;
  for (let i = 1; i < HORIZON; i++, power *= POLE) {
    sum += power * values[at(mirror(i, count))];
  }
  values[at(0)] = sum;
  for (let i = 1; i < count; i++) values[at(i)] += POLE * values[at(i - 1)];
  values[at(count - 1)] = POLE / (POLE * POLE - 1) *
    (values[at(count - 1)] + POLE * values[at(count - 2)]);
  for (let i = count - 2; i >= 0; i--) {
    values[at(i)] = POLE * (values[at(i + 1)] - values[at(i)]);
  }
  for (let i = 0; i < count; i++) values[at(i)] *= 6;
}

/**
 * The cell whose mirror image is a cell beyond the edge; the mirrors are the outermost
 * cells' centres.
 */
export function mirror(index: number, size: number): number {
  if (index >= 0 && index < size) return index;
  const period = 2 * (size - 1) || 1;
  const folded = ((index % period) + period) % period;
  return folded < size ? folded : period - folded;
}
