import type { Region } from "./region.ts";

/**
 * A symmetry of the square, as an integer matrix: content at (x, y) moves to
 * (xx x + xy y, yx x + yy y), with x to the right, y down and 0 in the middle.
 */
export interface SquareSymmetry {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
}

/** The eight symmetries of the square (the dihedral group D4). */
export const squareSymmetries = {
  identity: { xx: 1, xy: 0, yx: 0, yy: 1 },
  "turn by 90 degrees clockwise": { xx: 0, xy: -1, yx: 1, yy: 0 },
  "turn by 180 degrees": { xx: -1, xy: 0, yx: 0, yy: -1 },
  "turn by 90 degrees counter-clockwise": { xx: 0, xy: 1, yx: -1, yy: 0 },
  "mirror left to right": { xx: -1, xy: 0, yx: 0, yy: 1 },
  "mirror top to bottom": { xx: 1, xy: 0, yx: 0, yy: -1 },
  transposition: { xx: 0, xy: 1, yx: 1, yy: 0 },
  "anti-transposition": { xx: 0, xy: -1, yx: -1, yy: 0 },
} as const satisfies Record<string, SquareSymmetry>;

export type SquareSymmetryName = keyof typeof squareSymmetries;

/** Whether a symmetry exchanges rows and columns. */
export const exchangesAxes = ({ xx }: SquareSymmetry): boolean => xx === 0;

/**
 * Computes the cell that the content of each cell comes from.
 *
 * @param side Cells per side.
 * @returns `side^2` cell numbers, row-major.
 */
export function sourceCells(
  { xx, xy, yx, yy }: SquareSymmetry,
  side: number,
): Uint32Array {
  const last = side - 1;
  return Uint32Array.from({ length: side * side }, (_, cell) => {
    // Positions are in half cells from the middle, so that all are integers. The matrix
    // is orthogonal, so its inverse is its transpose.
    const x = 2 * (cell % side) - last;
    const y = 2 * Math.floor(cell / side) - last;
    const column = (xx * x + yx * y + last) / 2;
    const row = (xy * x + yy * y + last) / 2;
    return row * side + column;
  });
}

/**
 * Selects the cells of a centred region that a symmetry maps to cells of that region.
 * They are a square if the symmetry exchanges the axes.
 */
export function regionUnder(
  symmetry: SquareSymmetry,
  region: Region,
): Region {
  if (!exchangesAxes(symmetry)) return region;
  const first = Math.max(region.left, region.top);
  const last = Math.min(region.right, region.bottom);
  return { left: first, right: last, top: first, bottom: last };
}
