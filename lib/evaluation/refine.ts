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
 * A step with a smaller |dt| * ||G'||, a hundredth of a cell at most, is taken
 * without looking whether it helps.
 */
const SETTLED_NORM = 1e-2;

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
  /** The same for some of the pairs. */
  readonly some: (rows: readonly number[]) => Match;
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
    some(rows) {
      const [some0, someT] = gathered(rows, frame0, frameT);
      return coarseMatch(flow, alpha, { frame0: some0, frameT: someT });
    },
  };
}

function gathered(
  rows: readonly number[],
  ...images: readonly tf.Tensor2D[]
): tf.Tensor2D[] {
  const indices = tf.tensor1d([...rows], "int32");
  return images.map((tensor) => tf.gather(tensor, indices));
}

function fineMatch(
  coarse: PixelFlow,
  fine: PixelFlow,
  alpha: ArrayLike<number>,
  { gray0, frameT }: Pick<PairTensors, "gray0" | "frameT">,
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
    some(rows) {
      const [some0, someT] = gathered(rows, gray0, frameT);
      return fineMatch(coarse, fine, alpha, { gray0: some0, frameT: someT });
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
 * makes the match worse is halved, and a pair that has settled is left alone.
 */
function gaussNewton(
  match: Match,
  start: ArrayLike<number>,
  iterations: number,
): Refined {
  const norm = Math.max(match.bound, 1e-6);
  const [longest, least] = [STEP_NORM / norm, SETTLED_NORM / norm];
  const best = Float32Array.from(start);
  const lowest = new Float32Array(best.length).fill(Infinity);
  const step = new Float32Array(best.length);
  let rows = [...best.keys()];
  for (let i = 0; i < iterations && rows.length > 0; i++) {
    const candidate = Float32Array.from(rows, (row) => best[row] + step[row]);
    const { error, newton } = linearise(match, rows, candidate);
    rows.forEach((row, k) => {
      const better = error[k] < lowest[row];
      if (better) {
        best[row] = candidate[k];
        lowest[row] = error[k];
      }
      step[row] = better
        ? Math.min(Math.max(newton[k], -longest), longest)
        : step[row] / 2;
      if (better && Math.abs(step[row]) <= least) best[row] += step[row];
    });
    rows = rows.filter((row) => Math.abs(step[row]) > least);
  }
  return { t: best, error: lowest };
}

/** Of the rows that were asked for. */
interface Linearised {
  /** Error of each row. */
  readonly error: Float32Array;
  /** Gauss-Newton step of each row. */
  readonly newton: Float32Array;
}

function linearise(
  match: Match,
  rows: readonly number[],
  t: Float32Array,
): Linearised {
  const [error, newton] = tf.tidy((): tf.Tensor1D[] => {
    const all = rows.length === match.frameT.shape[0];
    const { frameT, errors, motion } = all ? match : match.some(rows);
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
  const [some0, someT] = gathered(poor, frame0, frameT);
  const some = { frame0: some0, frameT: someT };
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
