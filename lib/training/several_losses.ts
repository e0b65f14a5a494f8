import * as tf from "@tensorflow/tfjs";
import type { ActionPlan } from "../lie/action_plan.ts";
import { decode, encode } from "../model/forward.ts";
import type { PairTensors } from "../model/pair_tensors.ts";
import {
  estimateParameters,
  moveCodesAlong,
  type SeveralModel,
} from "../model/several_model.ts";
import { latentMatch, reconstructions } from "./losses.ts";
import type { SeveralSettings } from "./several_settings.ts";
import type { LossTerms } from "./step_losses.ts";

/** The pairs of a step, and their matched parameters: `[rows, K]`. */
export interface SeveralBatch extends PairTensors {
  readonly taught: tf.Tensor2D;
}

/**
 * Evaluates the weighted terms of the loss on a batch: those of eq. (6) that train the
 * autoencoder, its codes moved by the matched parameters, and the squared distance of
 * the t-network's answers from these.
 *
 * @param plan How the latent action is cut up.
 */
export function severalLosses(
  model: SeveralModel,
  batch: SeveralBatch,
  { weights, reconstructed }: Pick<
    SeveralSettings,
    "weights" | "reconstructed"
  >,
  plan: ActionPlan,
): Partial<LossTerms> {
  const rows = Math.min(reconstructed, batch.taught.shape[0]);
  const first = (tensor: tf.Tensor2D) => tf.slice(tensor, 0, rows);
  const xt = first(batch.xt);
  const images = tf.concat([first(batch.x0), xt]);
  const codes = encode(model, images);
  const [z0, zt] = tf.split<tf.Tensor2D>(codes, 2);
  const moved = moveCodesAlong(model, first(batch.taught), z0, plan);
  const decoded = decode(model, tf.concat([codes, moved]));
  const { transformed, plain } = reconstructions(decoded, images, xt);
  const answers = estimateParameters(model, batch);
  return {
    transformed,
    latent: tf.mul<tf.Scalar>(weights.latent, latentMatch(moved, zt)),
    reconstruction: tf.mul<tf.Scalar>(weights.reconstruction, plain),
    teaching: tf.mean<tf.Scalar>(
      tf.sum(tf.squaredDifference(answers, batch.taught), 1),
    ),
  };
}
