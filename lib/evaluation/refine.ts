import * as tf from "@tensorflow/tfjs";
import { largestMagnitude } from "../model/forward.ts";
import { pixelMotion } from "../model/move_pixels.ts";
import { type PixelFlow, pixelPlan } from "../model/pixel_flow.ts";

const ITERATIONS = 6;

/**
 * Largest |dt| * ||G'|| of one step. Where the flow hardly moves an image, the
 * match says nothing about t, and a free step would go anywhere.
 */
const STEP_NORM = 8;

/**
 * Sharpens t pair by pair, given the generator: Gauss-Newton on
 * ||exp(-tG') x0 - xt||^2 over the coarse frame, with
 * dt = <u', xt - u> / ||u'||^2 at u = exp(-tG') x0. A step that makes the
 * match worse is halved.
 *
 * @param alpha Unit coefficients.
 * @param frame0 `[rows, frame^2]`.
 * @param frameT `[rows, frame^2]`.
 * @param start Where to start from, one value a row.
 * @returns The refined values, one a row.
 */
export function refineT(
  flow: PixelFlow,
  alpha: ArrayLike<number>,
  frame0: tf.Tensor2D,
  frameT: tf.Tensor2D,
  start: ArrayLike<number>,
): Float32Array {
  return tf.tidy(() => {
    const coefficients = tf.tensor1d(Float32Array.from(alpha));
    const longest = STEP_NORM / Math.max(flow.normBound(alpha), 1e-6);
    const best = Float32Array.from(start);
    const lowest = new Float32Array(best.length).fill(Infinity);
    const step = new Float32Array(best.length);
    for (let i = 0; i < ITERATIONS; i++) {
      const candidate = best.map((t, row) => t + step[row]);
      const { error, newton } = linearise(
        flow,
        coefficients,
        frame0,
        frameT,
        candidate,
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
  alpha: tf.Tensor1D,
  frame0: tf.Tensor2D,
  frameT: tf.Tensor2D,
  t: Float32Array,
): Linearised {
  const plan = pixelPlan(flow, alpha.dataSync(), largestMagnitude(t));
  const [error, newton] = tf.tidy((): tf.Tensor1D[] => {
    const times = tf.tensor1d(t);
    const { moved, velocity } = pixelMotion(flow, alpha, times, frame0, plan);
    const residual = tf.sub(frameT, moved);
    const along = tf.sum(tf.mul(velocity, residual), 1);
    const steepness = tf.maximum(tf.sum(tf.square(velocity), 1), 1e-12);
    return [tf.sum(tf.square(residual), 1), tf.div(along, steepness)];
  });
  return {
    error: error.dataSync<"float32">(),
    newton: newton.dataSync<"float32">(),
  };
}
