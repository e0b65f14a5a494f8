/** The transpose of an n x n matrix, row-major. */
export const transposed = (matrix: Float64Array, n: number): Float64Array =>
  matrix.map((_, i) => matrix[i % n * n + Math.floor(i / n)]);
