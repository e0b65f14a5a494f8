import type { Complex } from "./complex.ts";
import { francisShifts, lastEigenvalues } from "./francis_shifts.ts";
import { francisSweep } from "./francis_sweep.ts";

/** Signals that an iteration reached its limit or overflowed. */
export class NoConvergenceError extends Error {
  override readonly name = "NoConvergenceError";
}

/** The smallest positive number of full precision. */
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * Computes the eigenvalues of an upper Hessenberg matrix, in any order, by Francis's
 * implicit double-shift QR iteration.
 *
 * Source: LAPACK dlahqr, without its Schur vectors.
 *
 * @param matrix size x size, row-major, its largest entry about 1; it is
 * overwritten
 * @param mostSweeps the largest number of QR sweeps
 * @throws NoConvergenceError if eigenvalues are left after that many sweeps
 */
export function hessenbergEigenvalues(
  matrix: Float64Array,
  size: number,
  mostSweeps: number,
): Complex[] {
  const values: Complex[] = [];
  let last = size - 1, sweeps = 0, stalled = 0;
  while (last >= 0) {
    const first = splitAbove(matrix, size, last);
    const block = { matrix, size, first, last };
    if (first >= last - 1) {
      const single: Complex = [matrix[last * size + last], 0];
      values.push(...first === last ? [single] : lastEigenvalues(block));
      [last, stalled] = [first - 1, 0];
      continue;
    }
    if (sweeps++ >= mostSweeps) {
      throw new NoConvergenceError(
        `the QR iteration stopped after ${mostSweeps} sweeps, with ${values.length} of ${size} eigenvalues found`,
      );
    }
    francisSweep(block, francisShifts(block, ++stalled));
  }
  return values;
}

/**
 * Finds the first row of the last block that does not decouple further and ends at row
 * `last`. The subdiagonal entry above the block is negligible and is set to 0.
 */
function splitAbove(matrix: Float64Array, size: number, last: number): number {
  for (let k = last; k > 0; k--) {
    if (!isNegligible(matrix, size, k)) continue;
    matrix[k * size + k - 1] = 0;
    return k;
  }
  return 0;
}

/**
 * Whether the subdiagonal entry (k, k - 1) is as small as rounding errors.
 *
 * Source: LAPACK dlahqr, after Ahues and Tisseur, LAPACK working note 122 (1997).
 */
function isNegligible(matrix: Float64Array, size: number, k: number): boolean {
  const at = (i: number, j: number) => Math.abs(matrix[i * size + j]);
  const tiny = SMALLEST_NORMAL * size / Number.EPSILON;
  const below = at(k, k - 1), above = at(k - 1, k), diagonal = at(k, k);
  if (below <= tiny) return true;
  if (below > Number.EPSILON * sizeNear(matrix, size, k)) return false;
  const gap = Math.abs(
    matrix[(k - 1) * size + k - 1] - matrix[k * size + k],
  );
  const scale = Math.max(diagonal, gap) + Math.max(below, above);
  const product = Math.min(below, above) * (Math.max(below, above) / scale);
  const bound = Math.min(diagonal, gap) * (Math.max(diagonal, gap) / scale);
  return product <= Math.max(tiny, Number.EPSILON * bound);
}

/**
 * The size that a subdiagonal entry is compared with: that of its diagonal entries, or
 * of their neighbours if these are 0.
 */
function sizeNear(matrix: Float64Array, size: number, k: number): number {
  const at = (i: number, j: number) => Math.abs(matrix[i * size + j]);
  const diagonal = at(k - 1, k - 1) + at(k, k);
  if (diagonal > 0) return diagonal;
  return (k >= 2 ? at(k - 1, k - 2) : 0) + (k + 1 < size ? at(k + 1, k) : 0);
}
