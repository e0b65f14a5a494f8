import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** A complex number: real and imaginary part. */
export type Complex = readonly [re: number, im: number];

/**
 * The eigenvalues of a real square matrix, by imaginary and then real part. A
 * rotation's generator has imaginary pairs only.
 *
 * @param matrix size x size, row-major
 * @throws {RangeError} if it is not square
 */
export function eigenvalues(matrix: Float64Array): Complex[] {
  const size = Math.sqrt(matrix.length);
  if (!Number.isInteger(size) || size === 0) {
    throw new RangeError(
      `eigenvalues: expected a square matrix, found ${matrix.length} entries`,
    );
  }
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(
    Matrix.from1DArray(size, size, matrix),
  );
  return realEigenvalues
    .map((re, i): Complex => [re, imaginaryEigenvalues[i]])
    .sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}
