import * as tf from "@tensorflow/tfjs";
import { coarsen } from "../images/coarse.ts";
import type { Basis } from "../lie/basis.ts";
import {
  type ActionPlan,
  chebyshevCut,
  exactPlan,
} from "../lie/exponential_action.ts";
import { taperedGeneratorStack } from "../lie/generator.ts";
import { createNormBound, type NormBound } from "../lie/norm_bound.ts";

/** Cells of zeros around the coarse frame, over which the field falls to 0. */
const MARGIN = 3;

/**
 * The one-parameter flow on a coarse pixel grid, in tapered split form, where
 * the generator's coefficients are matched (eq. 12).
 *
 * Coefficients mean the same at every resolution, so matching on half the
 * resolution is exact in alpha and many times cheaper.
 */
export interface PixelFlow {
  /** Side of the coarse frame, in cells. */
  readonly frame: number;
  /** Cells of the padded grid: (frame + 2 margin)^2. */
  readonly cells: number;
  /** `[height * width, frame^2]`: blur and pool, as one matrix. */
  readonly coarsening: tf.Tensor2D;
  /** `[terms, cells^2]`, the basis generators as rows. */
  readonly stack: tf.Tensor2D;
  readonly normBound: NormBound;
}

/**
 * Prepares the flow for square single-channel images.
 *
 * @param side Rows and columns of an image, even.
 * @throws RangeError for an odd or too small side.
 */
export function createPixelFlow(basis: Basis, side: number): PixelFlow {
  if (!(Number.isInteger(side) && side >= 8 && side % 2 === 0)) {
    throw new RangeError(
      `createPixelFlow: expected an even image side of at least 8, found ${side}`,
    );
  }
  const frame = side / 2;
  const cells = (frame + 2 * MARGIN) ** 2;
  const stack = Float32Array.from(taperedGeneratorStack(basis, frame, MARGIN));
  return {
    frame,
    cells,
    coarsening: coarseningMatrix(side),
    stack: tf.tensor2d(stack, [basis.terms.length, cells ** 2]),
    normBound: createNormBound(basis, frame, MARGIN),
  };
}

/**
 * Errors of the action that are let pass: with these, coarse digits err by
 * less than 1e-3 of their norm. Taylor's series errs that much at the highest
 * frequencies only, where a blurred image has next to nothing; Chebyshev's errs
 * alike at all.
 */
const TAYLOR_TOLERANCE = 1e-2, CHEBYSHEV_TOLERANCE = 1e-4;

/** Plans the action of a generator for every |t| up to `largest`. */
export function pixelPlan(
  flow: PixelFlow,
  alpha: ArrayLike<number>,
  largest: number,
): ActionPlan {
  const bound = flow.normBound(alpha);
  return {
    ...exactPlan(largest * bound, TAYLOR_TOLERANCE),
    chebyshev: chebyshevCut(largest, bound, CHEBYSHEV_TOLERANCE),
  };
}

/** Blurs and pools images: `[rows, side^2]` to `[rows, frame^2]`. */
export function toCoarse(flow: PixelFlow, images: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(images, flow.coarsening);
}

/** Zeros around the frame: `[rows, frame^2]` to `[rows, cells]`. */
export function padFrame(flow: PixelFlow, coarse: tf.Tensor2D): tf.Tensor2D {
  const { frame, cells } = flow;
  const images = tf.reshape<tf.Rank.R3>(coarse, [-1, frame, frame]);
  const around: [number, number] = [MARGIN, MARGIN];
  return tf.reshape(tf.pad(images, [[0, 0], around, around]), [-1, cells]);
}

/** Leaves the margin out again: `[rows, cells]` to `[rows, frame^2]`. */
export function cropFrame(flow: PixelFlow, padded: tf.Tensor2D): tf.Tensor2D {
  const { frame } = flow;
  const side = frame + 2 * MARGIN;
  const images = tf.reshape<tf.Rank.R3>(padded, [-1, side, side]);
  const inside = tf.slice(images, [0, MARGIN, MARGIN], [-1, frame, frame]);
  return tf.reshape(inside, [-1, frame * frame]);
}

/** Frees the tensors of a flow. */
export function disposePixelFlow({ coarsening, stack }: PixelFlow): void {
  tf.dispose([coarsening, stack]);
}

/** What `coarsen` does to every unit image, as rows of one matrix. */
function coarseningMatrix(side: number): tf.Tensor2D {
  const pixels = side * side;
  const identity = new Float32Array(pixels * pixels);
  for (let i = 0; i < pixels; i++) identity[i * pixels + i] = 1;
  const coarse = coarsen(identity, pixels, side, side);
  return tf.tensor2d(coarse.pixels, [pixels, pixels / 4]);
}
