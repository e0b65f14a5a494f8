import * as tf from "@tensorflow/tfjs";
import type { ActionPlan } from "../lie/action_plan.ts";
import { largestMagnitude } from "../lie/coefficients.ts";
import {
  answersInBothOrders,
  decodeFromMiddle,
  encodeFromMiddle,
  fromMiddle,
  latentPlan,
  moveCodes,
  tInOneOrder,
} from "../model/forward.ts";
import { movePixels } from "../model/move_pixels.ts";
import type { PairTensors } from "../model/pair_tensors.ts";
import {
  type PixelFlow,
  type PixelPlan,
  pixelPlan,
  toFrame,
  truncatedPixelPlan,
} from "../model/pixel_flow.ts";
import { seenCells } from "../model/seen.ts";
import type { SymmetryModel } from "../model/symmetry_model.ts";
import {
  detached,
  generatorMatch,
  latentMatch,
  reconstructions,
  sparsity,
  squaredError,
  teachingLoss,
} from "./losses.ts";
import { NumericalFault } from "./numerical_fault.ts";
import type { Stage } from "./schedule.ts";
import type { TrainingSettings } from "./settings.ts";
import type { Scalar, Tensor1D, Tensor2D } from "../runtime/tfjs_types.ts";

/** The weighted terms of eq. (6); their sum is the loss. */
export interface LossTerms<T = Scalar> {
  /** L_X: the squared distance of the decoded moved code from xt. */
  readonly transformed: T;
  /** L_Z: the squared distance of the moved code of x0 from the code of xt. */
  readonly latent: T;
  /** L_R: the reconstruction error of the autoencoder. */
  readonly reconstruction: T;
  /** L_alpha: the squared distance of x0, moved in pixel space, from xt. */
  readonly matching: T;
  /** The LASSO on alpha: the sum of its absolute values. */
  readonly sparsity: T;
  /** The squared error of the t-network's t against the matched t. */
  readonly teaching: T;
}

/** Names of the terms, in a fixed order. */
export const lossTermNames = [
  "transformed",
  "latent",
  "reconstruction",
  "matching",
  "sparsity",
  "teaching",
] as const satisfies readonly (keyof LossTerms)[];

/**
 * Grids on which alpha is matched: the coarse one, and a finer one for the last stage.
 */
export interface Flows {
  readonly pixelFlow: PixelFlow;
  readonly fineFlow?: PixelFlow;
}

/** Pairs of a step. */
export interface PairBatch extends PairTensors {
  /** `[rows]`: the pairs' matched t, if the t-network learns them. */
  readonly taught?: Tensor1D;
}

/** Plans of a step, which depend on the values of t and alpha. */
export interface StepPlans {
  /** Plans of the latent and the pixel-space actions of a joint step. */
  readonly latent: ActionPlan;
  readonly pixel: () => PixelPlan;
  readonly fine: () => PixelPlan;
  /** Weights of the frame's cells in L_alpha, for the first rows of the batch. */
  readonly weights: (rows: number) => Tensor2D | undefined;
}

/**
 * Largest norm of -tG, far above that of any experiment. An action of this norm takes
 * thousands of products, and gigabytes.
 */
const LARGEST_NORM = 4096;

/**
 * Plans a step, given the batch's t and alpha.
 *
 * @param areTaught Whether the t are matched; if so, nothing is moved in pixel space.
 * @throws NumericalFault if the norm of an action is above the largest or NaN.
 */
export function stepPlans(
  model: SymmetryModel,
  { pixelFlow, fineFlow }: Flows,
  { matching }: TrainingSettings,
  t: Float32Array,
  alpha: Float32Array,
  areTaught: boolean,
): StepPlans {
  const largest = largestMagnitude(t);
  const inPixels = areTaught ? [] : [pixelFlow, fineFlow];
  for (const flow of [model.flow, ...inPixels]) {
    const norm = flow === undefined ? 0 : largest * flow.normBound(alpha);
    if (norm <= LARGEST_NORM) continue; // false for NaN
    throw new NumericalFault(
      `the norm of an action is ${norm.toPrecision(3)}, above ${LARGEST_NORM}`,
    );
  }
  const planOn = (flow: PixelFlow) =>
    matching.order === "exact"
      ? pixelPlan(flow, alpha, largest)
      : truncatedPixelPlan(matching.order);
  return {
    latent: latentPlan(model, alpha, largest),
    pixel: () => planOn(pixelFlow),
    fine: () => planOn(fineFlow!),
    weights(rows) {
      const seen = seenCells(pixelFlow, alpha, t.slice(0, rows));
      return seen && tf.tensor2d(seen, [rows, pixelFlow.frame ** 2]);
    },
  };
}

/**
 * Computes the weighted terms of the stage's loss on a batch.
 *
 * @param planned Plans of the step; if left out, t and alpha are read to make them.
 */
export function stepLosses(
  model: SymmetryModel,
  flows: Flows,
  batch: PairBatch,
  settings: TrainingSettings,
  stage: Stage,
  planned?: StepPlans,
): Partial<LossTerms> {
  const t = batch.taught ?? tInOneOrder(model, batch);
  const plans = planned ?? stepPlans(
    model,
    flows,
    settings,
    t.dataSync<"float32">(),
    model.alpha.dataSync<"float32">(),
    batch.taught !== undefined,
  );
  if (stage === "basin") {
    return basinLosses(model, flows.pixelFlow, batch, settings, t, plans);
  }
  const coarse = stage === "joint" ? { pixelFlow: flows.pixelFlow } : flows;
  return jointLosses(model, coarse, batch, settings, t, plans);
}

function basinLosses(
  model: SymmetryModel,
  pixelFlow: PixelFlow,
  batch: PairTensors,
  settings: TrainingSettings,
  t: tf.Tensor1D,
  { weights }: StepPlans,
): Partial<LossTerms> {
  const { order, nearestShare } = settings.curriculum;
  const rows = Math.ceil(nearestShare * t.shape[0]);
  const pixel = truncatedPixelPlan(order);
  // The LASSO is left out here. While t is near 0 it would outweigh the gradient of
  // L_alpha with respect to alpha, and hold alpha on the nearest axis.
  return {
    matching: weightedMatch(
      model.alpha,
      pixelFlow,
      batch,
      settings,
      t,
      rows,
      { pixel: () => pixel, weights },
    ),
  };
}

function jointLosses(
  model: SymmetryModel,
  { pixelFlow, fineFlow }: Flows,
  batch: PairBatch,
  settings: TrainingSettings,
  t: tf.Tensor1D,
  plans: StepPlans,
): Partial<LossTerms> {
  const { weights, latentTermsMove } = settings;
  const images = fromMiddle(model, batch.images);
  const codes = encodeFromMiddle(model, images);
  const [z0, zt] = tf.split<tf.Tensor2D>(codes, 2);
  const moved = moveCodes(
    model,
    latentTermsMove.alpha ? model.alpha : detached(model.alpha),
    latentTermsMove.t ? t : detached(t),
    z0,
    plans.latent,
    latentTermsMove.alpha || latentTermsMove.t ? "in all" : "in x",
  );
  const decoded = decodeFromMiddle(model, tf.concat([codes, moved]));
  const { transformed, plain } = reconstructions(decoded, images);
  const pictures = {
    transformed,
    latent: tf.mul<tf.Scalar>(weights.latent, latentMatch(moved, zt)),
    reconstruction: tf.mul<tf.Scalar>(weights.reconstruction, plain),
  };
  if (batch.taught !== undefined) {
    const rows = Math.min(settings.registration!.taught, batch.taught.shape[0]);
    const first = <T extends tf.Tensor>(tensor: T) =>
      rows === tensor.shape[0] ? tensor : tf.slice(tensor, 0, rows);
    const teaching = teachingLoss(
      answersInBothOrders(model, {
        frame0: first(batch.frame0),
        frameT: first(batch.frameT),
      }),
      first(batch.taught),
      model.period!,
    );
    return { ...pictures, teaching };
  }
  const alpha = settings.registration === undefined
    ? model.alpha
    : detached(model.alpha);
  const matching = fineFlow === undefined
    ? weightedMatch(
      alpha,
      pixelFlow,
      batch,
      settings,
      t,
      settings.matching.pairs,
      plans,
    )
    : fineMatch(
      alpha,
      { pixelFlow, fineFlow },
      batch,
      settings,
      t,
      plans,
    );
  if (settings.registration !== undefined) return { ...pictures, matching };
  const lasso = tf.mul(weights.sparsity, detached(matching));
  return {
    ...pictures,
    matching,
    sparsity: tf.mul(lasso, sparsity(model.alpha)),
  };
}

/** Computes the weighted L_alpha on the first rows of a batch. */
function weightedMatch(
  alpha: tf.Tensor1D,
  pixelFlow: PixelFlow,
  { frame0, frameT }: PairTensors,
  { weights }: TrainingSettings,
  t: tf.Tensor1D,
  most: number,
  plans: Pick<StepPlans, "pixel" | "weights">,
): tf.Scalar {
  const rows = Math.min(most, t.shape[0]);
  const first = <T extends tf.Tensor>(tensor: T) => tf.slice(tensor, 0, rows);
  return tf.mul(
    weights.matching,
    generatorMatch(
      pixelFlow,
      alpha,
      first(t),
      first(frame0),
      first(frameT),
      plans.pixel(),
      plans.weights(rows),
    ),
  );
}

/**
 * Computes the weighted L_alpha with the fine flow: x0 is moved at the images' own
 * resolution, and then brought to the coarse frame.
 */
function fineMatch(
  alpha: tf.Tensor1D,
  { pixelFlow, fineFlow }: Required<Flows>,
  { gray, frameT }: PairTensors,
  { weights, matching }: TrainingSettings,
  t: tf.Tensor1D,
  plans: StepPlans,
): tf.Scalar {
  const rows = Math.min(matching.fine!.pairs, t.shape[0]);
  const first = <T extends tf.Tensor>(tensor: T) => tf.slice(tensor, 0, rows);
  const moved = movePixels(
    fineFlow,
    alpha,
    first(t),
    first(gray),
    plans.fine(),
  );
  return tf.mul(
    weights.matching,
    squaredError(
      toFrame(pixelFlow, moved),
      first(frameT),
      plans.weights(rows),
    ),
  );
}
