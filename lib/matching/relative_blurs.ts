import type { MovedImage } from "./move_x0.ts";

/**
 * Blurs of all xt relative to x0, as half of their variance, in cells squared; negative
 * if x0 is blurred more. Two are along the axes of x0, and move with the content; two
 * are along the axes of xt. The interpolation of x0 causes the first two. Pixels that
 * integrate light cause minus their variance in the first two, which the flow stretches,
 * and plus their variance in the last two.
 */
export type Blurs = readonly [
  x0AlongX: number,
  x0AlongY: number,
  xtAlongX: number,
  xtAlongY: number,
];

/** Number of columns of the blurs, which follow those of the coefficients. */
export const BLUR_COLUMNS = 4;

/**
 * The blur of x0 is neglected in a cell that the flow shrinks to less than this area, in
 * cells.
 */
const LEAST_AREA = 0.1;

/** The cost of `applyBlurs` per cell, in cells of `pausingBands`. */
export const BLURS_COST = 0.08;

/**
 * Adds the effect of the blurs to some rows of the residual, and writes its slopes to
 * those rows of the last planes.
 */
export function applyBlurs(
  { value, weight, x, y }: MovedImage,
  side: number,
  [x0AlongX, x0AlongY, xtAlongX, xtAlongY]: Blurs,
  planes: readonly Float32Array[],
  firstRow: number,
  endRow: number,
): void {
  const [residual] = planes;
  const [byX, byY, byColumn, byRow] = planes.slice(-BLUR_COLUMNS);
  for (const plane of [byX, byY, byColumn, byRow]) {
    plane.fill(0, firstRow * side, endRow * side);
  }
  const last = Math.min(endRow, side - 1);
  for (let row = Math.max(firstRow, 1); row < last; row++) {
    for (let column = 1; column < side - 1; column++) {
      const cell = row * side + column;
      const [left, right] = [cell - 1, cell + 1];
      const [up, down] = [cell - side, cell + side];
      // A cell next to an unknown cell is unknown too.
      if (!(allKnown(weight, up) && allKnown(weight, cell))) continue;
      if (!allKnown(weight, down)) continue;
      const twice = 2 * value[cell];
      const xx = value[left] + value[right] - twice;
      const yy = value[up] + value[down] - twice;
      const xy = (value[down + 1] - value[down - 1] - value[up + 1] +
        value[up - 1]) / 4;
      // Second derivatives along the axes of x0, by the inverse of (a b; c d).
      const a = (x[right] - x[left]) / 2, b = (x[down] - x[up]) / 2;
      const c = (y[right] - y[left]) / 2, d = (y[down] - y[up]) / 2;
      const area = (a * d - b * c) ** 2;
      if (area >= LEAST_AREA ** 2) {
        byX[cell] = (d * d * xx - 2 * c * d * xy + c * c * yy) / area;
        byY[cell] = (b * b * xx - 2 * a * b * xy + a * a * yy) / area;
      }
      byColumn[cell] = xx;
      byRow[cell] = yy;
      residual[cell] += x0AlongX * byX[cell] + x0AlongY * byY[cell] +
        xtAlongX * xx + xtAlongY * yy;
    }
  }
}

/** Whether a cell and its neighbours are fully known. */
const allKnown = (weight: Float32Array, cell: number): boolean =>
  weight[cell - 1] === 1 && weight[cell] === 1 && weight[cell + 1] === 1;
