import * as tf from "@tensorflow/tfjs";
import { type ActionPlan, exactPlan } from "../lie/exponential_action.ts";
import { applyLatentFlow } from "./latent_flow.ts";
import { runMlp } from "./mlp.ts";
import type { PairTensors } from "./pair_tensors.ts";
import type { SymmetryModel } from "./symmetry_model.ts";

/** T(x0, xt) for every pair: `[rows]`. */
export function estimateT(
  { tNetwork }: SymmetryModel,
  { frame0, frameT }: Pick<PairTensors, "frame0" | "frameT">,
): tf.Tensor1D {
  const pair = tf.concat([frame0, frameT], 1);
  return tf.reshape(runMlp(tNetwork, pair, true), [-1]);
}

/** f: images to latent codes. */
export function encode(model: SymmetryModel, images: tf.Tensor2D): tf.Tensor2D {
  const { middle = 0 } = model.spec;
  const centred = middle === 0 ? images : tf.sub(images, middle);
  return runMlp(model.encoder, centred as tf.Tensor2D, true);
}

/** g: latent codes to images. */
export function decode(model: SymmetryModel, codes: tf.Tensor2D): tf.Tensor2D {
  const { middle = 0 } = model.spec;
  const centred = runMlp(model.decoder, codes, false);
  return middle === 0 ? centred : tf.add(centred, middle);
}

/** Plans the latent action for every |t| up to `largest`. */
export function latentPlan(
  { flow }: SymmetryModel,
  alpha: ArrayLike<number>,
  largest: number,
): ActionPlan {
  return exactPlan(largest * flow.normBound(alpha));
}

/**
 * exp(-t G_alpha) on latent codes.
 *
 * @param alpha The model's alpha, or a copy through which no gradient flows.
 * @param plan By default the exact one, for which t and alpha are read.
 */
export function moveCodes(
  model: SymmetryModel,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  codes: tf.Tensor2D,
  plan: ActionPlan = latentPlan(
    model,
    alpha.dataSync(),
    largestMagnitude(t.dataSync<"float32">()),
  ),
): tf.Tensor2D {
  return applyLatentFlow(model.flow, alpha, t, codes, plan);
}

/** max |t|. */
export function largestMagnitude(t: Float32Array): number {
  return t.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
