/**
 * Interpolation by cubic B-splines (Unser, Aldroubi and Eden 1993): smooth to
 * the second derivative, and exact at the cells.
 */

/** The pole of the recursive filter, sqrt(3) - 2, and how far it is felt. */
const POLE = Math.sqrt(3) - 2, HORIZON = 24;

/** An image as the coefficients of a spline, with the cells around it. */
export interface SplineImage {
  readonly height: number;
  readonly width: number;
  /** `height * width` coefficients, row-major; mirrored beyond. */
  readonly coefficients: Float32Array;
}

/**
 * The coefficients of the spline through an image of one channel that is
 * mirrored at the centres of its outermost cells.
 *
 * @param out where to write; may be the image itself
 */
export function splineCoefficients(
  image: Float32Array,
  height: number,
  width: number,
  out: Float32Array = image.slice(),
): SplineImage {
  if (out !== image) out.set(image);
  for (let row = 0; row < height; row++) filter(out, row * width, 1, width);
  for (let column = 0; column < width; column++) {
    filter(out, column, width, height);
  }
  return { height, width, coefficients: out };
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
  // The mirrored signal's causal start, as far as it is felt.
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

/** Value and slopes of a spline at a point, in cells. */
export interface Sample {
  value: number;
  dx: number;
  dy: number;
}

/**
 * Evaluates a spline between its cells.
 *
 * @param x column, in cells, anywhere
 * @param y row, in cells, anywhere
 * @param out gets value and slopes
 */
export function sampleSpline(
  { height, width, coefficients }: SplineImage,
  x: number,
  y: number,
  out: Sample,
): void {
  const left = Math.floor(x), top = Math.floor(y);
  const u = x - left, v = y - top;
  const a0 = (1 - u) ** 3 / 6, a3 = u ** 3 / 6;
  const a1 = 2 / 3 - u * u + u ** 3 / 2, a2 = 1 - a0 - a1 - a3;
  const d0 = -((1 - u) ** 2) / 2, d3 = u * u / 2;
  const d1 = -2 * u + 1.5 * u * u, d2 = -d0 - d1 - d3;
  let value = 0, dx = 0, dy = 0;
  const c0 = mirror(left - 1, width), c1 = mirror(left, width);
  const c2 = mirror(left + 1, width), c3 = mirror(left + 2, width);
  for (let i = 0; i < 4; i++) {
    const row = mirror(top - 1 + i, height) * width;
    const f0 = coefficients[row + c0], f1 = coefficients[row + c1];
    const f2 = coefficients[row + c2], f3 = coefficients[row + c3];
    const along = a0 * f0 + a1 * f1 + a2 * f2 + a3 * f3;
    const slope = d0 * f0 + d1 * f1 + d2 * f2 + d3 * f3;
    const weight = i === 0
      ? (1 - v) ** 3 / 6
      : i === 1
      ? 2 / 3 - v * v + v ** 3 / 2
      : i === 2
      ? 2 / 3 - (1 - v) ** 2 + (1 - v) ** 3 / 2
      : v ** 3 / 6;
    const rise = i === 0
      ? -((1 - v) ** 2) / 2
      : i === 1
      ? -2 * v + 1.5 * v * v
      : i === 2
      ? 2 * (1 - v) - 1.5 * (1 - v) ** 2
      : v * v / 2;
    value += weight * along;
    dx += weight * slope;
    dy += rise * along;
  }
  out.value = value;
  out.dx = dx;
  out.dy = dy;
}

/** The cell that a cell beyond the edge mirrors. */
function mirror(index: number, size: number): number {
  if (index >= 0 && index < size) return index;
  const period = 2 * (size - 1) || 1;
  const folded = ((index % period) + period) % period;
  return folded < size ? folded : period - folded;
}
