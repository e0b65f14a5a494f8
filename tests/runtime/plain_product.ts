import type { MatrixProduct } from "#lib/runtime/direct.ts";

/** A matrix product by its definition, in float64, for small test matrices. */
export const plainProduct: MatrixProduct = (shape, a, b, c) => {
  const { transposeA, transposeB, m, n, k, accumulate } = shape;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = accumulate ? c[i * n + j] : 0;
      for (let l = 0; l < k; l++) {
        const left = a[transposeA ? l * m + i : i * k + l];
        const right = b[transposeB ? j * k + l : l * n + j];
        sum += left * right;
      }
      c[i * n + j] = sum;
    }
  }
};
