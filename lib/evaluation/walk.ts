import * as tf from "@tensorflow/tfjs";
import { exactPlan, exponentialAction } from "../lie/exponential_action.ts";
import { fieldOf } from "../lie/basis.ts";
import { centres } from "../lie/derivative.ts";
import { combineStack } from "../model/latent_flow.ts";
import { cropFrame, padFrame } from "../model/move_pixels.ts";
import type { PairTensors } from "../model/pair_tensors.ts";
import type { PixelFlow } from "../model/pixel_flow.ts";
import { frameErrors } from "./frame_errors.ts";

/** How far the fastest cell of the frame goes between two stops, half-frames. */
const STRIDE = 0.15;

/** How far it goes in all, each way: half a turn of the frame's corners. */
const REACH = Math.PI * Math.SQRT2;

/** A stop farther away must be better by this factor: there may be many turns. */
const BETTER = 0.9;

/**
 * Walks every x0 along the flow, both ways at once, and says where it comes
 * closest to xt: one product with exp(-tau G') for all pairs at every stop. Of
 * stops that are about as good, the nearest one counts.
 *
 * @param alpha Unit coefficients.
 * @returns The best t of every pair among the stops, 0 included.
 */
export function walk(
  flow: PixelFlow,
  alpha: ArrayLike<number>,
  { frame0, frameT }: Pick<PairTensors, "frame0" | "frameT">,
): Float32Array {
  return tf.tidy(() => {
    const stride = STRIDE / fastest(flow, alpha);
    const best = new Float32Array(frame0.shape[0]);
    const start = padFrame(flow, frame0);
    const errors = (t: number, images: tf.Tensor2D) =>
      tf.tidy(() => {
        const { mean } = frameErrors(flow, alpha, Float32Array.of(t));
        const residual = tf.sub<tf.Tensor2D>(frameT, cropFrame(flow, images));
        return mean(residual, frameT).dataSync<"float32">().slice();
      });
    const lowest = errors(0, start);
    const walkers = [stride, -stride].map((step) => ({
      step,
      matrix: exponential(flow, alpha, step),
      images: tf.clone(start),
    }));
    for (let stop = 1; stop * STRIDE <= REACH; stop++) {
      for (const walker of walkers) {
        const moved = tf.matMul<tf.Tensor2D>(walker.images, walker.matrix);
        walker.images.dispose();
        walker.images = moved;
        const t = stop * walker.step;
        errors(t, moved).forEach((value, row) => {
          if (value >= BETTER * lowest[row]) return;
          lowest[row] = value;
          best[row] = t;
        });
      }
    }
    return best;
  });
}

/** The largest speed of a cell of the frame, half-frames to a unit of t. */
function fastest(
  { basis, frame }: PixelFlow,
  alpha: ArrayLike<number>,
): number {
  const field = fieldOf(basis, alpha);
  const axis = [...centres(frame)];
  return Math.max(
    ...axis.flatMap((y) => axis.map((x) => Math.hypot(...field(x, y)))),
    1e-6,
  );
}

/** exp(-tau G') as a matrix that multiplies rows from the right. */
function exponential(
  flow: PixelFlow,
  alpha: ArrayLike<number>,
  tau: number,
): tf.Tensor2D {
  const cells = flow.side ** 2;
  const numbers = tf.tensor1d(Float32Array.from(alpha));
  const generator = combineStack(numbers, flow.dense(), cells);
  return exponentialAction(
    generator,
    tf.fill<tf.Rank.R1>([cells], tau),
    tf.eye(cells),
    exactPlan(Math.abs(tau) * flow.normBound(alpha), 1e-4),
  );
}
