/**
 * The solution X of A X = B, by elimination with row pivots.
 *
 * @param a n x n, row-major; not changed
 * @param b n x n, row-major; not changed
 * @param n rows and columns
 * @returns X, n x n
 * @throws {RangeError} if A is singular
 */
export function solve(
  a: Float64Array,
  b: Float64Array,
  n: number,
): Float64Array {
  const left = a.slice(), x = b.slice();
  for (let k = 0; k < n; k++) {
    const pivot = pivotRow(left, k, n);
    swapRows(left, k, pivot, n);
    swapRows(x, k, pivot, n);
    for (let i = k + 1; i < n; i++) {
      const factor = left[i * n + k] / left[k * n + k];
      if (factor === 0) continue;
      subtractRow(left, i, k, factor, n);
      subtractRow(x, i, k, factor, n);
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtractRow(x, i, k, left[i * n + k], n);
    for (let j = 0; j < n; j++) x[i * n + j] /= left[i * n + i];
  }
  return x;
}

/** The row from k on with the largest entry in column k. */
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

function swapRows(m: Float64Array, i: number, k: number, n: number): void {
  if (i === k) return;
  const row = m.slice(i * n, (i + 1) * n);
  m.copyWithin(i * n, k * n, (k + 1) * n);
  m.set(row, k * n);
}

/** row i -= factor * row k */
function subtractRow(
  m: Float64Array,
  i: number,
  k: number,
  factor: number,
  n: number,
): void {
  const into = i * n, from = k * n;
  for (let j = 0; j < n; j++) m[into + j] -= factor * m[from + j];
}
