import * as tf from "@tensorflow/tfjs";
import type { BenchProduct } from "./product_shapes.ts";
import { randomValues } from "./random_values.ts";

export interface ProductRequest {
  readonly products: readonly BenchProduct[];
}

export interface ProductReply {
  /** Of one product, for each that was asked for. */
  readonly ms: readonly number[];
}

/** Short products are repeated for so long, and their time is the mean. */
const BURST_MS = 25;

/** Times products through the kernels that the model uses. */
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

/** A random matrix, stored the other way round where it is transposed. */
function operand(
  name: string,
  rows: number,
  columns: number,
  transposed: boolean,
): tf.Tensor2D {
  const values = randomValues(rows * columns, "bench", name);
  return tf.tensor2d(values, transposed ? [columns, rows] : [rows, columns]);
}
