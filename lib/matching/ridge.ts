/** The ridge of a linear system, as a share of its mean diagonal entry. */
const RIDGE = 1e-9;

/**
 * Adds a ridge to a square matrix, in place, so that it is invertible.
 *
 * @param n Number of rows and columns.
 * @param damping Damping of Levenberg and Marquardt: each diagonal entry grows by this
 * share.
 * @returns The matrix.
 */
export function withRidge(
  matrix: Float64Array,
  n: number,
  damping = 0,
): Float64Array {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += matrix[k * (n + 1)];
  const ridge = RIDGE * sum / n || 1;
  for (let k = 0; k < n; k++) {
    const at = k * (n + 1);
    matrix[at] += damping * matrix[at] + ridge;
  }
  return matrix;
}
