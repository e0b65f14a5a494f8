import * as tf from "@tensorflow/tfjs";
import type { PixelFlow } from "../model/pixel_flow.ts";
import { seenCells } from "../model/seen.ts";

/** How frames moved by given t are compared: over the cells that were seen. */
export interface FrameErrors {
  /** Inner product of the rows. */
  readonly inner: (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor1D;
  /** Mean square of each row's residual, its difference from its target. */
  readonly mean: (residual: tf.Tensor2D, target: tf.Tensor2D) => tf.Tensor1D;
}

/**
 * At least this share of the frame is compared. What is missing counts as not
 * explained at all, or a flow would win by leaving nothing to compare.
 */
const LEAST_SHARE = 0.25;

/**
 * @param alpha Unit coefficients.
 * @param t One a row, or one for all.
 */
export function frameErrors(
  flow: PixelFlow,
  alpha: ArrayLike<number>,
  t: Float32Array,
): FrameErrors {
  const cells = flow.frame ** 2;
  const seen = seenCells(flow, alpha, t);
  if (seen === undefined) {
    const inner = (a: tf.Tensor2D, b: tf.Tensor2D) =>
      tf.sum<tf.Tensor1D>(tf.mul(a, b), 1);
    return {
      inner,
      mean: (residual) => tf.div(inner(residual, residual), cells),
    };
  }
  const weights = tf.tensor2d(seen, [t.length, cells]);
  const inner = (a: tf.Tensor2D, b: tf.Tensor2D) =>
    tf.sum<tf.Tensor1D>(tf.mul(weights, tf.mul(a, b)), 1);
  const counted = tf.sum(weights, 1);
  const missing = tf.relu(tf.sub(LEAST_SHARE * cells, counted));
  return {
    inner,
    mean(residual, target) {
      const unexplained = tf.mul(missing, tf.mean(tf.square(target), 1));
      const all = tf.add(inner(residual, residual), unexplained);
      return tf.div(all, tf.add(counted, missing));
    },
  };
}
