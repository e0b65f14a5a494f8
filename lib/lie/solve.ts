/**
 * Solves A X = B for X by Gaussian elimination with row pivots.
 *
 * @param a n x n, row-major; not changed
 * @param b n x m, row-major; not changed
 * @param n rows and columns of A
 * @returns X, n x m
 * @throws {RangeError} if A is singular
 */
export function solve(
  a: Float64Array,
  b: Float64Array,
  n: number,
): Float64Array {
  const left = a.slice(), x = b.slice(), m = b.length / n;
  for (let k = 0; k < n; k++) {
    const pivot = pivotRow(left, k, n);
    swapRows(left, k, pivot, n);
    swapRows(x, k, pivot, m);
    for (let i = k + 1; i < n; i++) {
      const factor = left[i * n + k] / left[k * n + k];
      if (factor === 0) continue;
      subtractRow(left, i, k, factor, n);
      subtractRow(x, i, k, factor, m);
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtractRow(x, i, k, left[i * n + k], m);
    for (let j = 0; j < m; j++) x[i * m + j] /= left[i * n + i];
  }
  return x;
}

/**
 * Computes the inverse of a matrix.
 *
 * @param a n x n, row-major; not changed
 * @throws {RangeError} if it is singular
 */
export function inverseOf(a: Float64Array, n: number): Float64Array {
  const identity = new Float64Array(n * n);
  for (let k = 0; k < n; k++) identity[k * (n + 1)] = 1;
  return n === 0 ? identity : solve(a, identity, n);
}

/** The row, from row k on, with the largest entry in column k. */
function pivotRow(matrix: Float64Array, k: number, n: number): number {
  let best = k;
  for (let i = k + 1; i < n; i++) {
    if (Math.abs(matrix[i * n + k]) > Math.abs(matrix[best * n + k])) best = i;
  }
  const pivot = matrix[best * n + k];
  if (!Number.isFinite(pivot) || pivot === 0) {
    throw new RangeError(
      `solve: expected a matrix that has an inverse, found the pivot ${pivot} in column ${k}`,
    );
  }
  return best;
}

function swapRows(
  matrix: Float64Array,
  i: number,
  k: number,
  columns: number,
): void {
  if (i === k) return;
  const row = matrix.slice(i * columns, (i + 1) * columns);
  matrix.copyWithin(i * columns, k * columns, (k + 1) * columns);
  matrix.set(row, k * columns);
}

/** Subtracts a multiple of a row, in place: row i -= factor * row k. */
export function subtractRow(
  matrix: Float64Array,
  i: number,
  k: number,
  factor: number,
  columns: number,
): void {
  const into = i * columns, from = k * columns;
  for (let j = 0; j < columns; j++) {
    matrix[into + j] -= factor * matrix[from + j];
  }
}
