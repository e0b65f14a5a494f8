import { balance, isolate } from "./balance.ts";
import type { Complex } from "./complex.ts";
import { hessenbergEigenvalues, NoConvergenceError } from "./francis_qr.ts";
import { toHessenberg } from "./hessenberg.ts";

export { NoConvergenceError };

/** The largest power of 2. */
const LARGEST_POWER = 2 ** 1023;

/**
 * QR sweeps per eigenvalue, on the average of all (LAPACK's ITMAX). Generators
 * of 9 to 256 rows were found to take 0.1 to 4.
 */
const SWEEPS_PER_EIGENVALUE = 30;

/** Sweeps that even a small matrix is allowed (LAPACK's max(10, n)). */
const LEAST_SWEEPS = 300;

/**
 * The eigenvalues of a real square matrix, by imaginary and then real part. A
 * rotation's generator has imaginary pairs only.
 *
 * Balances, reduces to Hessenberg form, and iterates by Francis's double-shift
 * QR. The error of an eigenvalue is that of a change of the matrix by rounding:
 * about 1e-15 of its norm, or the k-th root of that for an eigenvalue of a
 * Jordan block of k rows.
 *
 * @param matrix size x size, row-major, finite; it is not changed
 * @param mostSweeps QR sweeps at most, before it is given up
 * @throws {RangeError} if it is not square, or has a number that is not finite
 * @throws NoConvergenceError if not all are found in that many sweeps
 */
export function eigenvalues(
  matrix: Float64Array,
  mostSweeps?: number,
): Complex[] {
  const size = check(matrix);
  const unit = unitOf(matrix);
  const { values, rest, left } = isolate(matrix.map((v) => v / unit), size);
  balance(rest, left);
  toHessenberg(rest, left);
  const most = mostSweeps ??
    Math.max(LEAST_SWEEPS, SWEEPS_PER_EIGENVALUE * left);
  const found = [
    ...values.map((value): Complex => [value, 0]),
    ...hessenbergEigenvalues(rest, left, most),
  ].map(([re, im]): Complex => [re * unit, im * unit]);
  if (!found.flat().every(Number.isFinite)) {
    throw new NoConvergenceError("an eigenvalue is beyond the largest number");
  }
  return found.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

/**
 * About the largest entry: a power of 2, so that dividing by it and multiplying
 * again is exact; 1 for a zero matrix.
 */
function unitOf(matrix: Float64Array): number {
  const largest = matrix.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  if (largest === 0) return 1;
  return Math.min(2 ** Math.floor(Math.log2(largest)), LARGEST_POWER);
}

/** All eigenvalues of a matrix, or why they are missing. */
export type Spectrum =
  | { readonly kind: "found"; readonly values: readonly Complex[] }
  | { readonly kind: "missing"; readonly reason: string };

/**
 * The eigenvalues of a matrix, or why they are missing: for a report, which is
 * not lost with them.
 *
 * Arguments and RangeErrors are those of {@linkcode eigenvalues}.
 */
export function spectrumOf(
  matrix: Float64Array,
  mostSweeps?: number,
): Spectrum {
  try {
    return { kind: "found", values: eigenvalues(matrix, mostSweeps) };
  } catch (error) {
    if (!(error instanceof NoConvergenceError)) throw error;
    return { kind: "missing", reason: error.message };
  }
}

/** @returns the number of rows */
function check(matrix: Float64Array): number {
  const size = Math.sqrt(matrix.length);
  if (!Number.isInteger(size) || size === 0) {
    throw new RangeError(
      `eigenvalues: expected a square matrix, found ${matrix.length} entries`,
    );
  }
  const wrong = matrix.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new RangeError(
      `eigenvalues: expected finite numbers, found ${
        matrix[wrong]
      } at index ${wrong}`,
    );
  }
  return size;
}
