import type { Size } from "../images/area_average.ts";

/**
 * Points of a frame at which the derivatives of orbits in alpha are tabulated: the
 * centre of every `step`-th cell along both axes, up to the last cell or beyond it.
 */
export interface DerivativeGrid extends Size {
  readonly step: number;
}

/**
 * Points per side, about. Orbits change smoothly over a frame: between 30 points
 * their derivatives in alpha are linear up to about a thousandth, and an error of
 * them slows a fit's last steps but does not move its end.
 */
const POINTS = 32;

/**
 * The grid of a frame; all cells of one that has up to so many per side.
 *
 * @param most Points per side, about.
 */
export function derivativeGrid(
  { height, width }: Size,
  most = POINTS,
): DerivativeGrid {
  const step = Math.ceil(Math.max(height, width) / most);
  const along = (cells: number) => Math.ceil((cells - 1) / step) + 1;
  return { step, height: along(height), width: along(width) };
}

/** Where every cell lies between the points of a grid. */
export interface GridPlaces {
  /** Number of the point to the left of each cell and above it. */
  readonly corner: Uint32Array;
  /** Shares of the way to the points to the right and below. */
  readonly right: Float32Array;
  readonly down: Float32Array;
}

/** The places of a square frame's cells in its grid. */
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
