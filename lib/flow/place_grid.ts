import type { Size } from "../images/area_average.ts";

/**
 * Points at which orbits are tabulated: the centre of every `step`-th cell along both
 * axes. With a step of more than one cell, one point more lies before the frame and
 * two after it, as the interpolation between points needs them.
 */
export interface PlaceGrid extends Size {
  /** Cells from one point to the next. */
  readonly step: number;
  /** Points before the first cell. */
  readonly margin: number;
}

/**
 * Approximate number of points per side of a frame. At this distance, a 32nd of a
 * half-frame, cubic interpolation of a quarter turn errs by 2e-8 half-frames.
 */
const POINTS = 64;

/**
 * Chooses the grid of a frame. A frame with fewer cells per side than `most` gets a
 * point in every cell.
 *
 * @param most Approximate number of points per side.
 */
export function placeGrid(
  { height, width }: Size,
  most = POINTS,
): PlaceGrid {
  const step = Math.ceil(Math.max(height, width) / most);
  if (step === 1) return { step, margin: 0, height, width };
  const along = (cells: number) => Math.floor((cells - 1) / step) + 4;
  return { step, margin: 1, height: along(height), width: along(width) };
}

/** Interpolates values at the points of a grid to all cells of its frame. */
export type FillCells = (
  points: Float64Array,
  cells: Float64Array,
  offset: number,
) => void;

/**
 * Prepares a cubic interpolation by Lagrange's polynomials of four points, along
 * both axes in turn. If the step is one cell, values are copied.
 */
export function cellFiller(
  grid: PlaceGrid,
  { height, width }: Size,
): FillCells {
  const { step } = grid;
  if (step === 1) {
    return (points, cells, offset) =>
      points.forEach((value, i) => cells[i] = value + offset);
  }
  const weights = Array.from({ length: step }, (_, k) => lagrange(k / step));
  const wide = new Float64Array(grid.height * width);
  return (points, cells, offset) => {
    for (let row = 0; row < grid.height; row++) {
      for (let column = 0; column < width; column++) {
        const at = row * grid.width + Math.floor(column / step);
        const [a, b, c, d] = weights[column % step];
        wide[row * width + column] = a * points[at] + b * points[at + 1] +
          c * points[at + 2] + d * points[at + 3];
      }
    }
    for (let row = 0; row < height; row++) {
      const [a, b, c, d] = weights[row % step];
      let at = Math.floor(row / step) * width;
      for (let cell = row * width; cell < (row + 1) * width; cell++, at++) {
        cells[cell] = a * wide[at] + b * wide[at + width] +
          c * wide[at + 2 * width] + d * wide[at + 3 * width] + offset;
      }
    }
  };
}

/** Weights of the points -1, 0, 1 and 2 in the cubic through them, at u. */
const lagrange = (
  u: number,
): readonly [number, number, number, number] => [
  -u * (u - 1) * (u - 2) / 6,
  (u + 1) * (u - 1) * (u - 2) / 2,
  -(u + 1) * u * (u - 2) / 2,
  (u + 1) * u * (u - 1) / 6,
];
