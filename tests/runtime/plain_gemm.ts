import type { Gemm } from "#lib/runtime/gemm.ts";

/** The result of `gemm` by its definition, in float64. */
export function plainGemm(product: Gemm): Float64Array {
  const { transposeA, transposeB, m, n, k, a, b, c, bias } = product;
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) {
        const left = a[transposeA ? l * m + i : i * k + l];
        const right = b[transposeB ? j * k + l : l * n + j];
        sum += left * right;
      }
      const old = product.beta === 0 ? 0 : product.beta * c[i * n + j];
      const x = product.alpha * sum + old + (bias?.[j] ?? 0);
      out[i * n + j] = x < 0 ? slope(product) * x : x;
    }
  }
  return out;
}

function slope({ activation }: Gemm): number {
  if (activation?.kind === "leakyRelu") return activation.slope;
  return activation?.kind === "relu" ? 0 : 1;
}
