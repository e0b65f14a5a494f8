import { reflectColumns, reflectionOf, reflectRows } from "./householder.ts";

/**
 * Reduces a matrix to upper Hessenberg form, which is 0 below its first
 * subdiagonal, by orthogonal similarities, which keep the eigenvalues.
 *
 * Source: LAPACK dgehd2; Golub and Van Loan, "Matrix computations", 7.4.2.
 *
 * @param matrix size x size, row-major; it is overwritten by the Hessenberg form
 */
export function toHessenberg(matrix: Float64Array, size: number): void {
  for (let column = 0; column < size - 2; column++) {
    const at = column + 1, to = size - 1;
    const v = Float64Array.from(
      { length: size - at },
      (_, i) => matrix[(at + i) * size + column],
    );
    const { tau, beta } = reflectionOf(v);
    matrix[at * size + column] = beta;
    for (let i = at + 1; i < size; i++) matrix[i * size + column] = 0;
    reflectRows({ matrix, size, v, tau, at, from: at, to });
    reflectColumns({ matrix, size, v, tau, at, from: 0, to });
  }
}
