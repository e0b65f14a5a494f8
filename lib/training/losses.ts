import * as tf from "@tensorflow/tfjs";
import { distancesToImages } from "./distances_to_images.ts";
import { movePixels } from "../model/move_pixels.ts";
import type { PixelFlow, PixelPlan } from "../model/pixel_flow.ts";

/**
 * The sum of the squares of every row. The gradient is taken by hand: tfjs's own
 * would go through a tensor of ones.
 *
 * @param x `[rows, columns]`.
 * @param weights Of the squares, as large as x; by default 1.
 * @returns `[rows]`.
 */
function rowSquares(x: tf.Tensor2D, weights?: tf.Tensor2D): tf.Tensor1D {
  const squares = tf.customGrad((...operands) => {
    const x = operands[0] as tf.Tensor;
    const save = operands[1] as unknown as tf.GradSaveFunc;
    const weighted = weights === undefined ? x : tf.mul(weights, x);
    save([weighted]);
    const gradFunc = (dy: tf.Tensor, [weighted]: tf.Tensor[]) =>
      tf.mul(weighted, tf.expandDims(tf.mul(dy, 2), 1));
    return { value: tf.sum(tf.mul(weighted, x), 1), gradFunc };
  });
  return squares(x) as tf.Tensor1D;
}

/**
 * Mean over the rows of the squared distance between rows.
 *
 * @param weights Of the squares, as large as a and b; by default 1.
 */
export function squaredError(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  weights?: tf.Tensor2D,
): tf.Scalar {
  // Row by row first: one sum over a million small numbers loses digits.
  return tf.mean(rowSquares(tf.sub(a, b), weights));
}

/**
 * L_X, eq. (4): the decoded moved code against xt; and L_R(x0) + L_R(xt): the
 * autoencoder on both images.
 *
 * @param decoded `[3 rows, size]`: of the codes of x0, of xt, and the moved ones.
 * @param images `[2 rows, size]`: x0, then xt; no gradient is taken.
 */
export function reconstructions(
  decoded: tf.Tensor2D,
  images: tf.Tensor2D,
): { readonly transformed: tf.Scalar; readonly plain: tf.Scalar } {
  const squares = distancesToImages(decoded, images);
  const both = images.shape[0];
  return {
    transformed: tf.mean(tf.slice(squares, both)),
    // The mean over both halves, doubled, is their sum.
    plain: tf.mul(2, tf.mean(tf.slice(squares, 0, both))),
  };
}

/** L_Z, eq. (5): the moved code of x0 against the code of xt. */
export function latentMatch(moved: tf.Tensor2D, zt: tf.Tensor2D): tf.Scalar {
  return squaredError(moved, zt);
}

/**
 * L_alpha, eq. (12): x0, moved by the pixel-space generator, against xt, inside
 * the frame of the pixel flow's grid.
 *
 * @param alpha `[terms]`.
 * @param t `[rows]`.
 * @param frame0 `[rows, frame^2]`.
 * @param frameT `[rows, frame^2]`.
 * @param weights `[rows, frame^2]`, of the cells that are compared; by default 1.
 */
export function generatorMatch(
  flow: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  frame0: tf.Tensor2D,
  frameT: tf.Tensor2D,
  plan: PixelPlan,
  weights?: tf.Tensor2D,
): tf.Scalar {
  const moved = movePixels(flow, alpha, t, frame0, plan);
  return squaredError(moved, frameT, weights);
}

/** ||alpha||_1, the LASSO of eq. (6). */
export function sparsity(alpha: tf.Tensor1D): tf.Scalar {
  return tf.sum(tf.abs(alpha));
}

/**
 * How far the t-network's answers are from matched t: mean squared distance, on the
 * line; where the flow has a period, of the points on the circle.
 *
 * @param outputs `[rows, 3]`, from `answersInBothOrders`.
 * @param t `[rows]`.
 * @param period 0 where there is none.
 */
export function teachingLoss(
  outputs: tf.Tensor2D,
  t: tf.Tensor1D,
  period: tf.Scalar,
): tf.Scalar {
  const onCircle = tf.cast(tf.greater(period, 0), "float32");
  const angle = tf.mul(
    2 * Math.PI,
    tf.div(t, tf.add(period, tf.sub(1, onCircle))),
  );
  const targets = tf.stack([t, tf.cos(angle), tf.sin(angle)], 1);
  const shares = tf.stack([tf.sub(1, onCircle), onCircle, onCircle]);
  const squares = tf.mul(tf.square(tf.sub(outputs, targets)), shares);
  return tf.mean(tf.sum(squares, 1));
}

/** The same values, through which no gradient flows; nothing is read. */
export function detached<T extends tf.Tensor>(x: T): T {
  const constant = tf.customGrad((...operands) => ({
    value: tf.clone(operands[0] as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }));
  return constant(x) as T;
}
