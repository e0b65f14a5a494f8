import { symmetricEigen } from "#lib/lie/symmetric_eigen.ts";

/** A random n x n matrix with singular values evenly spaced from 1 to `condition`. */
export function randomMatrix(
  n: number,
  condition: number,
  gauss: () => number,
): Float64Array {
  const [left, right] = [1, 2].map(() => rotation(n, gauss));
  const values = Array.from(
    { length: n },
    (_, k) => n === 1 ? 1 : condition ** (k / (n - 1)),
  );
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) {
        out[i * n + j] += left[k * n + i] * values[k] * right[k * n + j];
      }
    }
  }
  return out;
}

/** A random orthogonal matrix: the eigenvectors of a random symmetric matrix. */
function rotation(n: number, gauss: () => number): Float64Array {
  const a = Float64Array.from({ length: n * n }, () => gauss());
  const symmetric = a.map((v, i) => v + a[i % n * n + Math.floor(i / n)]);
  return symmetricEigen(symmetric, n).vectors;
}

/** The product of `matrix` and `rows`, another basis of the rows' space. */
export function mixedRows(
  matrix: Float64Array,
  rows: Float64Array,
  columns: number,
): Float64Array {
  const n = rows.length / columns;
  return rows.map((_, at) => {
    const i = Math.floor(at / columns), j = at % columns;
    let sum = 0;
    for (let k = 0; k < n; k++) {
      sum += matrix[i * n + k] * rows[k * columns + j];
    }
    return sum;
  });
}
