import * as tf from "@tensorflow/tfjs";
import type { ActionPlan } from "../lie/action_plan.ts";
import {
  decodeFromMiddle,
  encodeFromMiddle,
  fromMiddle,
} from "../model/forward.ts";
import type { PairTensors } from "../model/pair_tensors.ts";
import {
  estimateParameters,
  moveCodesAlong,
  type SeveralModel,
} from "../model/several_model.ts";
import { latentMatch, reconstructions } from "./losses.ts";
import type { SeveralSettings } from "./several_settings.ts";
import type { LossTerms } from "./step_losses.ts";

/** Pairs of a step, and their matched parameters: `[rows, K]`. */
export interface SeveralBatch extends PairTensors {
  readonly taught: tf.Tensor2D;
}

/**
 * Computes the weighted terms of the loss on a batch: the terms of eq. (6) that train
 * the autoencoder, with codes moved by the matched parameters, and the squared distance
 * of the t-network's outputs from the matched parameters.
 *
 * @param plan Plan of the latent action.
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
  const all = batch.taught.shape[0];
  const rows = Math.min(reconstructed, all);
  const some = rows === all ? batch.images : tf.concat([
    tf.slice(batch.images, 0, rows),
    tf.slice(batch.images, all, rows),
  ]);
  const images = fromMiddle(model, some);
  const codes = encodeFromMiddle(model, images);
  const [z0, zt] = tf.split<tf.Tensor2D>(codes, 2);
  const moved = moveCodesAlong(
    model,
    tf.slice(batch.taught, 0, rows),
    z0,
    plan,
  );
  const decoded = decodeFromMiddle(model, tf.concat([codes, moved]));
  const { transformed, plain } = reconstructions(decoded, images);
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
