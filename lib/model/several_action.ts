import * as tf from "@tensorflow/tfjs";
import type { ActionPlan } from "../lie/action_plan.ts";

/**
 * Applies exp(-sum_k v_bk G_k) to every latent patch of row b, with a matrix of its own
 * per row: a scaled Taylor series of batched matrix-vector products, in which the
 * matrices of the rows are never formed. With one generator it is the action of
 * `exponentialAction`.
 *
 * The gradients in all three operands are those of this series.
 *
 * @param generators `[K, n, n]`, acting on column vectors.
 * @param parameters `[rows, K]`, v.
 * @param x `[rows, channels * n]`, channel by channel.
 */
export function severalAction(
  generators: tf.Tensor3D,
  parameters: tf.Tensor2D,
  x: tf.Tensor2D,
  { substeps, terms }: ActionPlan,
): tf.Tensor2D {
  const [count, n] = generators.shape;
  const [rows, columns] = x.shape;
  const channels = columns / n;
  // x G_k^T for all k at once: [n, K n].
  const stacked = tf.reshape<tf.Rank.R2>(
    tf.transpose(generators, [2, 0, 1]),
    [n, count * n],
  );
  const weights = tf.reshape(
    tf.mul(parameters, -1 / substeps),
    [rows, 1, count, 1],
  );
  const apply = (patches: tf.Tensor2D): tf.Tensor2D => {
    const all = tf.reshape(
      tf.matMul(patches, stacked),
      [rows, channels, count, n],
    );
    const combined = tf.sum(tf.mul(all, weights), 2);
    return tf.reshape(combined, [rows * channels, n]);
  };
  let moved = tf.reshape<tf.Rank.R2>(x, [rows * channels, n]);
  for (let step = 0; step < substeps; step++) {
    const series: tf.Tensor2D[] = [moved];
    for (let j = 1; j <= terms; j++) {
      series.push(tf.div(apply(series[j - 1]), j));
    }
    moved = tf.addN(series);
  }
  return tf.reshape(moved, [rows, columns]);
}

/**
 * An upper bound of the spectral norms of all sum_k v_bk G_k: the largest root of the
 * product of 1-norm and infinity-norm.
 *
 * @param generators `K * n * n` entries, row-major.
 * @param parameters `rows * K` numbers.
 */
export function largestNorm(
  generators: ArrayLike<number>,
  parameters: ArrayLike<number>,
  count: number,
): number {
  const cells = generators.length / count, n = Math.sqrt(cells);
  const rowSums = new Float64Array(n), columnSums = new Float64Array(n);
  let largest = 0;
  for (let at = 0; at < parameters.length; at += count) {
    rowSums.fill(0);
    columnSums.fill(0);
    for (let cell = 0; cell < cells; cell++) {
      let entry = 0;
      for (let k = 0; k < count; k++) {
        entry += parameters[at + k] * generators[k * cells + cell];
      }
      rowSums[Math.floor(cell / n)] += Math.abs(entry);
      columnSums[cell % n] += Math.abs(entry);
    }
    const bound = Math.sqrt(Math.max(...rowSums) * Math.max(...columnSums));
    // Not so for NaN, which is to be seen.
    if (!(bound <= largest)) largest = bound;
  }
  return largest;
}
