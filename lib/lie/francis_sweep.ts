import type { ComplexPair, HessenbergBlock } from "./francis_shifts.ts";
import { reflectColumns, reflectionOf, reflectRows } from "./householder.ts";

/**
 * Performs one implicit double-shift QR sweep: a similarity by reflections of three
 * rows each, from the block's beginning to its end. The block is upper Hessenberg
 * again afterwards, and its lower subdiagonal entries are smaller.
 *
 * Source: LAPACK dlahqr; Golub and Van Loan, "Matrix computations", 7.5.
 *
 * @param block at least three rows, no subdiagonal entry 0; it is overwritten
 */
export function francisSweep(
  block: HessenbergBlock,
  shifts: ComplexPair,
): void {
  const { matrix, size, first, last } = block;
  const { row: start, column } = startOf(block, shifts);
  for (let k = start; k < last; k++) {
    const v = k === start ? column : belowDiagonal(block, k - 1);
    const { tau, beta } = reflectionOf(v);
    if (k > start) {
      matrix[k * size + k - 1] = beta;
      for (let i = 1; i < v.length; i++) matrix[(k + i) * size + k - 1] = 0;
    } else if (k > first) {
      // The reflection makes the rows below 0, up to rounding.
      matrix[k * size + k - 1] *= 1 - tau;
    }
    const where = { matrix, size, v, tau, at: k };
    reflectRows({ ...where, from: k, to: last });
    reflectColumns({ ...where, from: first, to: Math.min(k + 3, last) });
  }
}

/** The next three entries below a diagonal entry; two at the block's end. */
function belowDiagonal(
  { matrix, size, last }: HessenbergBlock,
  column: number,
): Float64Array {
  return Float64Array.from(
    { length: Math.min(3, last - column) },
    (_, i) => matrix[(column + 1 + i) * size + column],
  );
}

/**
 * Finds the row where a sweep starts, and the first column of (H - s1 I)(H - s2 I)
 * from there on, up to a factor. It is the block's first row, or a lower one if two
 * consecutive subdiagonal entries are small.
 */
function startOf(
  block: HessenbergBlock,
  shifts: ComplexPair,
): { readonly row: number; readonly column: Float64Array } {
  const { matrix, size, first, last } = block;
  const at = (i: number, j: number) => Math.abs(matrix[i * size + j]);
  for (let row = last - 2;; row--) {
    const column = shiftedColumn(block, shifts, row);
    if (row === first) return { row, column };
    const [x, y, z] = column.map(Math.abs);
    const near = at(row - 1, row - 1) + at(row, row) + at(row + 1, row + 1);
    if (at(row, row - 1) * (y + z) <= Number.EPSILON * x * near) {
      return { row, column };
    }
  }
}

/** The first column of (H - s1 I)(H - s2 I) from a row on, with a 1-norm of 1. */
function shiftedColumn(
  { matrix, size }: HessenbergBlock,
  [[re1, im1], [re2, im2]]: ComplexPair,
  row: number,
): Float64Array {
  const at = (i: number, j: number) => matrix[i * size + j];
  const here = at(row, row), next = at(row + 1, row + 1);
  const s = Math.abs(here - re2) + Math.abs(im2) + Math.abs(at(row + 1, row));
  const below = at(row + 1, row) / s;
  const column = Float64Array.of(
    below * at(row, row + 1) + (here - re1) * ((here - re2) / s) -
      im1 * (im2 / s),
    below * (here + next - re1 - re2),
    below * at(row + 2, row + 1),
  );
  const length = column.reduce((sum, v) => sum + Math.abs(v), 0);
  return column.map((v) => v / length);
}
