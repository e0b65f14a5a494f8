import * as tf from "@tensorflow/tfjs";
import { largestMagnitude } from "../model/forward.ts";
import { type Motion, pixelMotion } from "../model/move_pixels.ts";
import type { PairTensors } from "../model/pair_tensors.ts";
import { type PixelFlow, pixelPlan, toFrame } from "../model/pixel_flow.ts";
import { type FrameErrors, frameErrors } from "./frame_errors.ts";
import { walk } from "./walk.ts";

/** Where pairs are matched. */
export interface MatchFlows {
  readonly pixelFlow: PixelFlow;
  /** Of the images' own resolution, for the last digits. */
  readonly fineFlow?: PixelFlow;
}

const COARSE_ITERATIONS = 6;
const FINE_ITERATIONS = 3;

/** A pair that is left with more of its change than this starts once more. */
const POOR_MATCH = 0.02;

/**
 * Largest |dt| * ||G'|| of one step. Where the flow hardly moves an image, the
 * match says nothing about t, and a free step would go anywhere.
 */
const STEP_NORM = 8;

/**
 * Sharpens t pair by pair, given the generator: Gauss-Newton on
 * ||exp(-tG') x0 - xt||^2 over the coarse frame. Pairs that do not match well
 * start again from the best place along the flow, however far; in the end the
 * images are moved as they are, and brought to the coarse frame afterwards.
 *
 * @param alpha Unit coefficients.
 * @param start Where to start from, one value a pair.
 * @returns The refined values, one a pair.
 */
export function refineT(
  flows: MatchFlows,
  alpha: ArrayLike<number>,
  pairs: PairTensors,
  start: ArrayLike<number>,
): Float32Array {
  return tf.tidy(() => {
    const coarse = coarseMatch(flows.pixelFlow, alpha, pairs);
    const near = gaussNewton(coarse, start, COARSE_ITERATIONS);
    const best = fromFarStarts(flows, alpha, pairs, near);
    return flows.fineFlow === undefined ? best : gaussNewton(
      fineMatch(flows.pixelFlow, flows.fineFlow, alpha, pairs),
      best,
      FINE_ITERATIONS,
    ).t;
  });
}

/** How well pairs match at given t. */
interface Match {
  readonly frameT: tf.Tensor2D;
  readonly errors: (t: Float32Array) => FrameErrors;
  /** At least ||G'||. */
  readonly bound: number;
  readonly motion: (t: Float32Array) => Motion;
}

function coarseMatch(
  flow: PixelFlow,
  alpha: ArrayLike<number>,
  { frame0, frameT }: Pick<PairTensors, "frame0" | "frameT">,
): Match {
  const coefficients = tf.tensor1d(Float32Array.from(alpha));
  return {
    frameT,
    errors: (t) => frameErrors(flow, alpha, t),
    bound: flow.normBound(alpha),
    motion: (t) =>
      pixelMotion(
        flow,
        coefficients,
        tf.tensor1d(t),
        frame0,
        pixelPlan(flow, alpha, largestMagnitude(t)),
      ),
  };
}

function fineMatch(
  coarse: PixelFlow,
  fine: PixelFlow,
  alpha: ArrayLike<number>,
  { gray0, frameT }: PairTensors,
): Match {
  const { bound, motion } = coarseMatch(fine, alpha, { frame0: gray0, frameT });
  return {
    frameT,
    errors: (t) => frameErrors(coarse, alpha, t),
    bound,
    motion(t) {
      const { moved, velocity } = motion(t);
      return {
        moved: toFrame(coarse, moved),
        velocity: toFrame(coarse, velocity),
      };
    },
  };
}

/** Values of t, and the error of each pair there. */
interface Refined {
  readonly t: Float32Array;
  readonly error: Float32Array;
}

/**
 * Gauss-Newton, dt = <u', xt - u> / ||u'||^2 at u = exp(-tG') x0; a step that
 * makes the match worse is halved.
 */
function gaussNewton(
  match: Match,
  start: ArrayLike<number>,
  iterations: number,
): Refined {
  const longest = STEP_NORM / Math.max(match.bound, 1e-6);
  const best = Float32Array.from(start);
  const lowest = new Float32Array(best.length).fill(Infinity);
  const step = new Float32Array(best.length);
  for (let i = 0; i < iterations; i++) {
    const candidate = best.map((t, row) => t + step[row]);
    const { error, newton } = linearise(match, candidate);
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
  return { t: best, error: lowest };
}

interface Linearised {
  /** Error of each row. */
  readonly error: Float32Array;
  /** Gauss-Newton step of each row. */
  readonly newton: Float32Array;
}

function linearise(
  { frameT, errors, motion }: Match,
  t: Float32Array,
): Linearised {
  const [error, newton] = tf.tidy((): tf.Tensor1D[] => {
    const { moved, velocity } = motion(t);
    const { inner, mean } = errors(t);
    const residual = tf.sub(frameT, moved) as tf.Tensor2D;
    const steepness = tf.maximum(inner(velocity, velocity), 1e-12);
    const along = inner(velocity, residual);
    return [mean(residual, frameT), tf.div(along, steepness)];
  });
  return {
    error: error.dataSync<"float32">(),
    newton: newton.dataSync<"float32">(),
  };
}

/** Lets pairs that match poorly start from elsewhere, and keeps what is better. */
function fromFarStarts(
  { pixelFlow }: MatchFlows,
  alpha: ArrayLike<number>,
  { frame0, frameT }: PairTensors,
  { t, error }: Refined,
): Float32Array {
  const { mean } = frameErrors(pixelFlow, alpha, Float32Array.of(0));
  const change = mean(tf.sub(frameT, frame0), frameT).dataSync();
  const poor = [...t.keys()]
    .filter((row) => error[row] > POOR_MATCH * change[row]);
  const best = t.slice();
  if (poor.length === 0) return best;
  const rows = tf.tensor1d(poor, "int32");
  const some = {
    frame0: tf.gather(frame0, rows),
    frameT: tf.gather(frameT, rows),
  };
  const start = walk(pixelFlow, alpha, some);
  const far = gaussNewton(
    coarseMatch(pixelFlow, alpha, some),
    start,
    COARSE_ITERATIONS,
  );
  poor.forEach((row, i) => {
    if (far.error[i] < error[row]) best[row] = far.t[i];
  });
  return best;
}
