import * as tf from "@tensorflow/tfjs";
import type { Variable1D } from "../runtime/tfjs_types.ts";

/**
 * Added to the variance, so that the division is finite if all values of a row are
 * equal.
 */
export const EPSILON = 1e-5;

/** The trained part of a layer normalisation (Ba, Kiros and Hinton 2016). */
export interface LayerNorm {
  /** `[columns]`, factors. */
  readonly gain: Variable1D;
  /** `[columns]`, summands. */
  readonly shift: Variable1D;
}

/**
 * Normalises every row to mean 0 and variance 1, then applies gain, shift and a leaky
 * ReLU, as one operation that keeps only the tensors that its gradient needs.
 *
 * @param x `[rows, columns]`.
 * @param slope Slope of the activation below 0.
 */
export function normaliseAndActivate(
  { gain, shift }: LayerNorm,
  x: tf.Tensor2D,
  slope: number,
): tf.Tensor2D {
  const op = tf.customGrad((...operands) => {
    const [x, gain, shift] = operands as tf.Tensor[];
    const save = operands[3] as unknown as tf.GradSaveFunc;
    const centred = tf.sub(x, tf.mean(x, 1, true));
    const variance = tf.mean(tf.square(centred), 1, true);
    const precision = tf.rsqrt(tf.add(variance, EPSILON));
    const normal = tf.mul(centred, precision);
    const y = tf.leakyRelu(tf.add(tf.mul(normal, gain), shift), slope);
    save([normal, precision, gain, y]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [normal, precision, gain, y] = saved;
      const d = tf.mul(dy, tf.step(y, slope)) as tf.Tensor2D;
      const along = tf.mul(d, normal) as tf.Tensor2D;
      // The means over the columns, weighted by the gain, are matrix products.
      const share = tf.reshape<tf.Rank.R2>(
        tf.div(gain, gain.size),
        [gain.size, 1],
      );
      const [mean, slant] = [d, along].map((of) => tf.matMul(of, share));
      const flat = tf.add(mean, tf.mul(normal, slant));
      const dx = tf.mul(precision, tf.sub(tf.mul(d, gain), flat));
      return [dx, columnSums(along), columnSums(d)];
    };
    return { value: y, gradFunc };
  });
  return op(x, gain, shift) as tf.Tensor2D;
}

/** Sums over the rows by a product with ones, which is faster than tf.sum. */
export function columnSums(d: tf.Tensor2D): tf.Tensor1D {
  const [rows, columns] = d.shape;
  return tf.reshape(tf.matMul(tf.ones<tf.Rank.R2>([1, rows]), d), [columns]);
}
