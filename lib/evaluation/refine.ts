import * as tf from "@tensorflow/tfjs";
import { exponentialAction } from "../lie/exponential_action.ts";
import { largestMagnitude } from "../model/forward.ts";
import { combineStack } from "../model/latent_flow.ts";
import {
  cropFrame,
  padFrame,
  type PixelFlow,
  pixelPlan,
} from "../model/pixel_flow.ts";

const ITERATIONS = 6;

/**
 * Largest |dt| * ||G'|| of one step. Where the flow hardly moves an image, the
 * match says nothing about t, and a free step would go anywhere.
 */
const STEP_NORM = 8;

/**
 * Sharpens t pair by pair, given the generator: Gauss-Newton on
 * ||exp(-tG') x0 - xt||^2 over the coarse frame, with
 * dt = <G'u, u - xt> / ||G'u||^2 at u = exp(-tG') x0. A step that makes the
 * match worse is halved.
 *
 * @param alpha Unit coefficients.
 * @param coarse0 `[rows, frame^2]`.
 * @param coarseT `[rows, frame^2]`.
 * @param start Where to start from, one value a row.
 * @returns The refined values, one a row.
 */
export function refineT(
  flow: PixelFlow,
  alpha: ArrayLike<number>,
  coarse0: tf.Tensor2D,
  coarseT: tf.Tensor2D,
  start: ArrayLike<number>,
): Float32Array {
  return tf.tidy(() => {
    const coefficients = tf.tensor1d(Float32Array.from(alpha));
    const generator = combineStack(coefficients, flow.stack, flow.cells);
    const padded = padFrame(flow, coarse0);
    const longest = STEP_NORM / Math.max(flow.normBound(alpha), 1e-6);
    const best = Float32Array.from(start);
    const lowest = new Float32Array(best.length).fill(Infinity);
    const step = new Float32Array(best.length);
    for (let i = 0; i < ITERATIONS; i++) {
      const candidate = best.map((t, row) => t + step[row]);
      const { error, newton } = linearise(
        flow,
        generator,
        padded,
        coarseT,
        candidate,
        alpha,
      );
      candidate.forEach((t, row) => {
        const better = error[row] < lowest[row];
        if (better) {
          best[row] = t;
          lowest[row] = error[row];
        }
        step[row] = better
          ? Math.min(Math.max(newton[row], -longest), longest)
          : step[row] / 2;
      });
    }
    return best;
  });
}

interface Linearised {
  /** Squared error of each row. */
  readonly error: Float32Array;
  /** Gauss-Newton step of each row. */
  readonly newton: Float32Array;
}

function linearise(
  flow: PixelFlow,
  generator: tf.Tensor2D,
  padded: tf.Tensor2D,
  coarseT: tf.Tensor2D,
  t: Float32Array,
  alpha: ArrayLike<number>,
): Linearised {
  const plan = pixelPlan(flow, alpha, largestMagnitude(t));
  const [error, newton] = tf.tidy((): tf.Tensor1D[] => {
    const moved = exponentialAction(generator, tf.tensor1d(t), padded, plan);
    const velocity = cropFrame(flow, tf.matMul(moved, generator, false, true));
    const residual = tf.sub(cropFrame(flow, moved), coarseT);
    const along = tf.sum(tf.mul(velocity, residual), 1);
    const steepness = tf.maximum(tf.sum(tf.square(velocity), 1), 1e-12);
    return [tf.sum(tf.square(residual), 1), tf.div(along, steepness)];
  });
  return {
    error: error.dataSync<"float32">(),
    newton: newton.dataSync<"float32">(),
  };
}
