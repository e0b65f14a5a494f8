import * as tf from "@tensorflow/tfjs";
import type { BenchProduct } from "./product_shapes.ts";
import { randomValues } from "./random_values.ts";

export interface ProductRequest {
  readonly products: readonly BenchProduct[];
}

export interface ProductReply {
  /** Time of each requested product. */
  readonly ms: readonly number[];
}

/** Total time for which short products are repeated; the result is the mean. */
const BURST_MS = 25;

/** Times products on the kernels that the model uses. */
export function measureProducts({ products }: ProductRequest): ProductReply {
  return { ms: products.map(timeOf) };
}

function timeOf({ m, n, k, transposeA, transposeB }: BenchProduct): number {
  return tf.tidy(() => {
    const a = operand("a", m, k, transposeA);
    const b = operand("b", k, n, transposeB);
    const once = () => tf.matMul(a, b, transposeA, transposeB).dispose();
    once();
    let count = 0;
    const start = performance.now();
    do {
      once();
      count++;
    } while (performance.now() - start < BURST_MS);
    return (performance.now() - start) / count;
  });
}

/** Makes a random matrix, whose dimensions are exchanged if it is transposed. */
function operand(
  name: string,
  rows: number,
  columns: number,
  transposed: boolean,
): tf.Tensor2D {
  const values = randomValues(rows * columns, "bench", name);
  return tf.tensor2d(values, transposed ? [columns, rows] : [rows, columns]);
}
