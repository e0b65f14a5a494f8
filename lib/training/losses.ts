import * as tf from "@tensorflow/tfjs";
import { distancesToImages } from "./distances_to_images.ts";
import { movePixels } from "../model/move_pixels.ts";
import type { PixelFlow, PixelPlan } from "../model/pixel_flow.ts";

/**
 * Computes the weighted sum of squares of every row. Its own gradient avoids the tensor
 * of ones that tfjs would make.
 *
 * @param x `[rows, columns]`.
 * @param weights Weights of the squares, of the shape of x; by default 1.
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
 * Computes the squared distance between rows of a and b, averaged over the rows.
 *
 * @param weights Weights of the squares, of the shape of a and b; by default 1.
 */
export function squaredError(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  weights?: tf.Tensor2D,
): tf.Scalar {
  // Rows are summed first, because one sum over a million small numbers loses digits.
  return tf.mean(rowSquares(tf.sub(a, b), weights));
}

/**
 * Computes L_X, eq. (4), the distance of the decoded moved codes from xt; and L_R(x0) +
 * L_R(xt), the reconstruction errors of the autoencoder.
 *
 * @param decoded `[3 rows, size]`: decoded from the codes of x0, the codes of xt and
 * the moved codes.
 * @param images `[2 rows, size]`: x0, then xt; no gradient flows to them.
 */
export function reconstructions(
  decoded: tf.Tensor2D,
  images: tf.Tensor2D,
): { readonly transformed: tf.Scalar; readonly plain: tf.Scalar } {
  const squares = distancesToImages(decoded, images);
  const both = images.shape[0];
  return {
    transformed: tf.mean(tf.slice(squares, both)),
    // Twice the mean over both halves is the sum of their means.
    plain: tf.mul(2, tf.mean(tf.slice(squares, 0, both))),
  };
}

/** Computes L_Z, eq. (5): the distance of the moved code of x0 from the code of xt. */
export function latentMatch(moved: tf.Tensor2D, zt: tf.Tensor2D): tf.Scalar {
  return squaredError(moved, zt);
}

/**
 * Computes L_alpha, eq. (12): the distance of x0, moved by the pixel-space generator,
 * from xt, within the frame of the pixel flow's grid.
 *
 * @param alpha `[terms]`.
 * @param t `[rows]`.
 * @param frame0 `[rows, frame^2]`.
 * @param frameT `[rows, frame^2]`.
 * @param weights `[rows, frame^2]`, weights of the cells; by default 1.
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

/** Computes ||alpha||_1, the LASSO of eq. (6). */
export function sparsity(alpha: tf.Tensor1D): tf.Scalar {
  return tf.sum(tf.abs(alpha));
}

/**
 * Computes the mean squared distance of the t-network's outputs from the matched t: on
 * the line, or between points on the circle if the flow has a period.
 *
 * @param outputs `[rows, 3]`, from `answersInBothOrders`.
 * @param t `[rows]`.
 * @param period Period of the flow, 0 if there is none.
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

/** Returns the same values, through which no gradient flows, without reading them. */
export function detached<T extends tf.Tensor>(x: T): T {
  const constant = tf.customGrad((...operands) => ({
    value: tf.clone(operands[0] as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }));
  return constant(x) as T;
}
