/** Scaling an index pays off if it shrinks row plus column norm by this factor (LAPACK dgebal). */
const WORTHWHILE = 0.95;

/**
 * The largest number of passes over all indices. A few are enough, and an early stop
 * only balances less.
 */
const MOST_PASSES = 30;

/** A matrix split into eigenvalues that stand on its diagonal, and the rest. */
export interface Isolated {
  /** The exact eigenvalues that stand on the diagonal. */
  readonly values: readonly number[];
  /** The matrix that has the other eigenvalues: left x left, row-major. */
  readonly rest: Float64Array;
  /** The number of rows of the rest, at least 0. */
  readonly left: number;
}

/**
 * Splits off every index whose row or column is 0 off the diagonal among the
 * remaining indices. Its diagonal entry is an eigenvalue, and the other eigenvalues
 * are those of the matrix without that row and column.
 *
 * Source: Parlett and Reinsch, "Balancing a matrix for calculation of
 * eigenvalues and eigenvectors" (1969), the permutation step.
 *
 * @param matrix size x size, row-major; it is not changed
 */
export function isolate(matrix: Float64Array, size: number): Isolated {
  const indices = Array.from({ length: size }, (_, i) => i);
  const isIsolated = (i: number) =>
    indices.every((k) => k === i || matrix[i * size + k] === 0) ||
    indices.every((k) => k === i || matrix[k * size + i] === 0);
  const values: number[] = [];
  for (;;) {
    const place = indices.findIndex(isIsolated);
    if (place < 0) break;
    const [i] = indices.splice(place, 1);
    values.push(matrix[i * size + i]);
  }
  const rest = indices.flatMap((i) => indices.map((k) => matrix[i * size + k]));
  return { values, rest: Float64Array.from(rest), left: indices.length };
}

/**
 * Brings the norms of row i and column i close to each other, for every i, by
 * a similarity D^-1 A D. D holds powers of 2, so the eigenvalues do not change at
 * all; later rounding errors change them less than without balancing.
 *
 * Source: LAPACK dgebal; James, Langou and Lowery, "On matrix balancing and
 * eigenvector computation" (2014), for the 2-norm with the diagonal.
 *
 * @param matrix size x size, row-major; it is overwritten
 */
export function balance(matrix: Float64Array, size: number): void {
  let pass = 0, changed = true;
  while (changed && pass++ < MOST_PASSES) {
    changed = false;
    for (let i = 0; i < size; i++) {
      const factor = balancingFactor(matrix, size, i);
      if (factor === 1) continue;
      changed = true;
      for (let k = 0; k < size; k++) matrix[i * size + k] /= factor;
      for (let k = 0; k < size; k++) matrix[k * size + i] *= factor;
    }
  }
}

/** The power of 2 that column i is to be multiplied by; 1 if none is worthwhile. */
function balancingFactor(
  matrix: Float64Array,
  size: number,
  i: number,
): number {
  let row = 0, column = 0;
  for (let k = 0; k < size; k++) {
    row += matrix[i * size + k] ** 2;
    column += matrix[k * size + i] ** 2;
  }
  [row, column] = [Math.sqrt(row), Math.sqrt(column)];
  if (row === 0 || column === 0) return 1;
  const factor = 2 ** Math.round(Math.log2(row / column) / 2);
  const balanced = row / factor + column * factor;
  return balanced < WORTHWHILE * (row + column) ? factor : 1;
}
