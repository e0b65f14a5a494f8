import type { Size } from "../images/area_average.ts";

/**
 * Points of a frame at which the derivatives of orbits in alpha are tabulated: the
 * centre of every `step`-th cell along both axes, up to the last cell or beyond it.
 */
export interface DerivativeGrid extends Size {
  readonly step: number;
}

/**
 * Approximate number of points per side. Orbits change smoothly over a frame: with 30
 * points, linear interpolation of their derivatives in alpha errs by about 0.1 %. Such
 * an error slows the last steps of a fit, but does not change its result.
 */
const POINTS = 32;

/**
 * Chooses the grid of a frame. A frame with fewer cells per side than `most` gets a
 * point in every cell.
 *
 * @param most Approximate number of points per side.
 */
export function derivativeGrid(
  { height, width }: Size,
  most = POINTS,
): DerivativeGrid {
  const step = Math.ceil(Math.max(height, width) / most);
  const along = (cells: number) => Math.ceil((cells - 1) / step) + 1;
  return { step, height: along(height), width: along(width) };
}

/** The positions of all cells between the points of a grid. */
export interface GridPlaces {
  /** Number of the point to the left of each cell and above it. */
  readonly corner: Uint32Array;
  /** Fractions of the distance to the points to the right and below, 0 to 1. */
  readonly right: Float32Array;
  readonly down: Float32Array;
}

/** Computes the positions of a square frame's cells in its grid. */
export function gridPlaces(
  { step, width, height }: DerivativeGrid,
  side: number,
): GridPlaces {
  const cells = side * side;
  const corner = new Uint32Array(cells);
  const [right, down] = [0, 1].map(() => new Float32Array(cells));
  for (let cell = 0; cell < cells; cell++) {
    const x = cell % side / step, y = Math.floor(cell / side) / step;
    const column = Math.min(Math.floor(x), width - 2);
    const row = Math.min(Math.floor(y), height - 2);
    corner[cell] = row * width + column;
    right[cell] = x - column;
    down[cell] = y - row;
  }
  return { corner, right, down };
}
