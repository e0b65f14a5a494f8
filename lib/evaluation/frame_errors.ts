import * as tf from "@tensorflow/tfjs";
import type { PixelFlow } from "../model/pixel_flow.ts";
import { seenCells } from "../model/seen.ts";

/** How frames moved by given t are compared: over the cells that were seen. */
export interface FrameErrors {
  /** Inner product of the rows. */
  readonly inner: (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor1D;
  /** Mean squared difference of each row from its target. */
  readonly mean: (moved: tf.Tensor2D, target: tf.Tensor2D) => tf.Tensor1D;
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
    return { inner, mean: meanOf(inner, (sum) => tf.div(sum, cells)) };
  }
  const weights = tf.tensor2d(seen, [t.length, cells]);
  const inner = (a: tf.Tensor2D, b: tf.Tensor2D) =>
    tf.sum<tf.Tensor1D>(tf.mul(weights, tf.mul(a, b)), 1);
  const counted = tf.sum(weights, 1);
  const missing = tf.relu(tf.sub(LEAST_SHARE * cells, counted));
  return {
    inner,
    mean: meanOf(inner, (sum, target) => {
      const unexplained = tf.mul(missing, tf.mean(tf.square(target), 1));
      return tf.div(tf.add(sum, unexplained), tf.add(counted, missing));
    }),
  };
}

const meanOf = (
  inner: FrameErrors["inner"],
  mean: (sum: tf.Tensor1D, target: tf.Tensor2D) => tf.Tensor1D,
): FrameErrors["mean"] =>
(moved, target) => {
  const residual = tf.sub<tf.Tensor2D>(target, moved);
  return mean(inner(residual, residual), target);
};
