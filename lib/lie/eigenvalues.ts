import { balance, isolate } from "./balance.ts";
import type { Complex } from "./complex.ts";
import { hessenbergEigenvalues, NoConvergenceError } from "./francis_qr.ts";
import { toHessenberg } from "./hessenberg.ts";
import { largestMagnitude } from "./coefficients.ts";

export { NoConvergenceError };

/** The largest power of 2. */
const LARGEST_POWER = 2 ** 1023;

/**
 * The largest mean number of QR sweeps per eigenvalue (LAPACK's ITMAX). Generators of
 * 9 to 256 rows took 0.1 to 4.
 */
const SWEEPS_PER_EIGENVALUE = 30;

/** The least limit of sweeps, for a small matrix (LAPACK's max(10, n)). */
const LEAST_SWEEPS = 300;

/**
 * Computes the eigenvalues of a real square matrix, sorted by imaginary and then real
 * part. The generator of a rotation has imaginary pairs only.
 *
 * The matrix is balanced and reduced to Hessenberg form, then Francis's double-shift
 * QR iteration follows. The error of an eigenvalue is about 1e-15 of the norm, or the
 * k-th root of that for an eigenvalue of a Jordan block of k rows.
 *
 * @param matrix size x size, row-major, finite; it is not changed
 * @param mostSweeps the largest number of QR sweeps
 * @throws {RangeError} if it is not square, or has a number that is not finite
 * @throws NoConvergenceError if that many sweeps do not find all eigenvalues
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
    throw new NoConvergenceError(
      "an eigenvalue exceeds the largest floating-point number",
    );
  }
  return found.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

/**
 * The power of 2 next to the largest entry, so that dividing by it and multiplying
 * again is exact; 1 for a zero matrix.
 */
function unitOf(matrix: Float64Array): number {
  const largest = largestMagnitude(matrix);
  if (largest === 0) return 1;
  return Math.min(2 ** Math.floor(Math.log2(largest)), LARGEST_POWER);
}

/** All eigenvalues of a matrix, or the reason why they are missing. */
export type Spectrum =
  | { readonly kind: "found"; readonly values: readonly Complex[] }
  | { readonly kind: "missing"; readonly reason: string };

/**
 * Computes the eigenvalues of a matrix, or returns the reason why they are missing, so
 * that a report can be made without them.
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

/** Checks a square matrix of finite numbers, and returns its number of rows. */
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
