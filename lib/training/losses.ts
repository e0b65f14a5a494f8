import * as tf from "@tensorflow/tfjs";
import { movePixels } from "../model/move_pixels.ts";
import type { PixelFlow, PixelPlan } from "../model/pixel_flow.ts";

/**
 * Mean over the rows of the squared distance between rows. The gradient is
 * taken by hand: tfjs's own would go through a tensor of ones.
 *
 * @param weights Of the squares, as large as a and b; by default 1.
 */
export function squaredError(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  weights?: tf.Tensor2D,
): tf.Scalar {
  const rows = a.shape[0];
  const error = tf.customGrad((...operands) => {
    const [a, b] = operands as tf.Tensor[];
    const save = operands[2] as unknown as tf.GradSaveFunc;
    const difference = tf.sub(a, b);
    const weighted = weights === undefined
      ? difference
      : tf.mul(weights, difference);
    save([weighted]);
    const gradFunc = (dy: tf.Tensor, [weighted]: tf.Tensor[]) => {
      const da = tf.mul(weighted, tf.mul(dy, 2 / rows));
      return [da, tf.neg(da)];
    };
    // Row by row first: one sum over a million small numbers loses digits.
    const value = tf.mean<tf.Scalar>(tf.sum(tf.mul(weighted, difference), 1));
    return { value, gradFunc };
  });
  return error(a, b) as tf.Scalar;
}

/** L_X, eq. (4): the decoded moved code against xt. */
export function transformedReconstruction(
  decodedMoved: tf.Tensor2D,
  xt: tf.Tensor2D,
): tf.Scalar {
  return squaredError(decodedMoved, xt);
}

/** L_Z, eq. (5): the moved code of x0 against the code of xt. */
export function latentMatch(moved: tf.Tensor2D, zt: tf.Tensor2D): tf.Scalar {
  return squaredError(moved, zt);
}

/** L_R(x0) + L_R(xt): the autoencoder on both images. */
export function plainReconstruction(
  decoded: tf.Tensor2D,
  images: tf.Tensor2D,
): tf.Scalar {
  // Both halves are stacked: the mean over 2B rows, doubled, is their sum.
  return tf.mul(2, squaredError(decoded, images));
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

/** The same values, through which no gradient flows; nothing is read. */
export function detached<T extends tf.Tensor>(x: T): T {
  const constant = tf.customGrad((...operands) => ({
    value: tf.clone(operands[0] as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }));
  return constant(x) as T;
}
