import * as tf from "@tensorflow/tfjs";
import type { ActionPlan } from "../lie/action_plan.ts";

/**
 * Applies exp(-sum_k v_bk G_k) to every latent patch of row b. Every row has another
 * matrix; the action is a scaled Taylor series of batched matrix-vector products, in
 * which these matrices are never formed. With one generator it equals
 * `exponentialAction`.
 *
 * The gradients with respect to all three operands are those of this series.
 *
 * @param generators `[K, n, n]`, acting on column vectors.
 * @param parameters `[rows, K]`, v.
 * @param x `[rows, channels * n]`, channel by channel.
 */
export function severalAction(
  generators: tf.Tensor3D,
  parameters: tf.Tensor2D,
  x: tf.Tensor2D,
  plan: ActionPlan,
): tf.Tensor2D {
  const action = tf.customGrad((...operands) => {
    const [g, v, start] = operands.slice(0, 3) as Operands;
    const save = operands[3] as unknown as tf.GradSaveFunc;
    const { value, terms, products } = forward(g, v, start, plan);
    save([g, v, ...terms, ...products]);
    const gradFunc = (du: tf.Tensor, [g, v, ...kept]: tf.Tensor[]) =>
      backward(
        du as tf.Tensor2D,
        g as tf.Tensor3D,
        v as tf.Tensor2D,
        kept as tf.Tensor2D[],
        plan,
      );
    return { value, gradFunc };
  });
  return action(generators, parameters, x) as tf.Tensor2D;
}

type Operands = [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D];

/** Puts all G_k^T side by side, `[n, K n]`: x times the result is x G_k^T for all k. */
const sideBySide = (generators: tf.Tensor3D): tf.Tensor2D => {
  const [count, n] = generators.shape;
  return tf.reshape(tf.transpose(generators, [2, 0, 1]), [n, count * n]);
};

/**
 * Computes u' = sum of w_j, with w_0 = u and w_j = 1/j sum_k (-v_k / s) w_{j-1} G_k^T
 * for j = 1..m, in each of s sub-steps.
 *
 * @returns The last u, and for all sub-steps w_0..w_{m-1} and their products with all
 * G_k^T.
 */
function forward(
  generators: tf.Tensor3D,
  parameters: tf.Tensor2D,
  x: tf.Tensor2D,
  { substeps, terms: order }: ActionPlan,
) {
  const [count, n] = generators.shape, [rows, columns] = x.shape;
  const channels = columns / n, patches = rows * channels;
  const stacked = sideBySide(generators);
  const weights = weightsOf(parameters, substeps, order);
  const terms: tf.Tensor2D[] = [], products: tf.Tensor2D[] = [];
  let moved = tf.reshape<tf.Rank.R2>(x, [patches, n]);
  for (let step = 0; step < substeps; step++) {
    const series = [moved];
    for (let j = 1; j <= order; j++) {
      terms.push(series[j - 1]);
      const product = tf.matMul<tf.Tensor2D>(series[j - 1], stacked);
      products.push(product);
      const each = tf.reshape(product, [rows, channels, count, n]);
      const sum = tf.sum(tf.mul(each, weights[j - 1]), 2);
      series.push(tf.reshape(sum, [patches, n]));
    }
    moved = tf.addN(series);
  }
  return { value: tf.reshape(moved, [rows, columns]), terms, products };
}

/** Computes -v / (s j) for j = 1..m, each `[rows, 1, K, 1]`. */
function weightsOf(
  parameters: tf.Tensor2D,
  substeps: number,
  order: number,
): tf.Tensor[] {
  const [rows, count] = parameters.shape;
  return Array.from({ length: order }, (_, i) =>
    tf.reshape(
      tf.mul(parameters, -1 / (substeps * (i + 1))),
      [rows, 1, count, 1],
    ));
}

/**
 * Computes the gradients, backwards through the sub-steps. With l_m = du and
 * l_{j-1} = du + sum_k c_jk l_j G_k, c_jk = -v_k / (s j), one sub-step gives
 *   dx = l_0,  dG_k = sum over j of (c_jk l_j)^T w_{j-1},
 *   dv_k = sum over j of -1 / (s j) <l_j, w_{j-1} G_k^T>.
 */
function backward(
  du: tf.Tensor2D,
  generators: tf.Tensor3D,
  parameters: tf.Tensor2D,
  kept: readonly tf.Tensor2D[],
  { substeps, terms: order }: ActionPlan,
): tf.Tensor[] {
  const [count, n] = generators.shape, [rows, columns] = du.shape;
  const channels = columns / n, patches = rows * channels;
  const [terms, products] = [0, 1].map((half) =>
    kept.slice(half * substeps * order, (half + 1) * substeps * order)
  );
  const below = tf.reshape<tf.Rank.R2>(generators, [count * n, n]);
  const weights = weightsOf(parameters, substeps, order);
  let upstream = tf.reshape<tf.Rank.R2>(du, [patches, n]);
  const weighted: tf.Tensor2D[] = Array(terms.length);
  const scaled: tf.Tensor2D[] = Array(terms.length);
  for (let step = substeps - 1; step >= 0; step--) {
    let adjoint = upstream;
    for (let j = order; j >= 1; j--) {
      const at = step * order + j - 1;
      const each = tf.reshape(adjoint, [rows, channels, 1, n]);
      weighted[at] = tf.reshape(
        tf.mul(each, weights[j - 1]),
        [patches, count * n],
      );
      scaled[at] = tf.mul(adjoint, -1 / (substeps * j));
      adjoint = tf.add(upstream, tf.matMul(weighted[at], below));
    }
    upstream = adjoint;
  }
  const all = patches * terms.length;
  const dG = tf.matMul(tf.concat(weighted), tf.concat([...terms]), true, false);
  // <l_j, w_{j-1} G_k^T> of every patch, to be summed over a row's patches and the
  // terms.
  const inner = tf.sum(
    tf.mul(
      tf.reshape(tf.concat([...products]), [all, count, n]),
      tf.reshape(tf.concat(scaled), [all, 1, n]),
    ),
    2,
  );
  const dV = tf.sum(
    tf.reshape(inner, [terms.length, rows, channels, count]),
    [0, 2],
  );
  return [
    tf.reshape(dG, [count, n, n]),
    dV,
    tf.reshape(upstream, [rows, columns]),
  ];
}

/**
 * Computes an upper bound of the spectral norms of sum_k v_bk G_k for all rows b: the
 * maximum of sqrt(1-norm * infinity-norm).
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
    // Written so that a NaN becomes the result.
    if (!(bound <= largest)) largest = bound;
  }
  return largest;
}
