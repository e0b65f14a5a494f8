import * as tf from "@tensorflow/tfjs";
import { type ActionPlan, exactPlan } from "../lie/action_plan.ts";
import { largestMagnitude } from "../lie/coefficients.ts";
import type { WantedGradients } from "./exponential_action.ts";
import { applyLatentFlow } from "./latent_flow.ts";
import { runMlp } from "./mlp.ts";
import type { PairTensors } from "./pair_tensors.ts";
import type { SymmetryModel } from "./symmetry_model.ts";

/** Pairs as the t-network sees them. */
type SeenPairs = Pick<PairTensors, "frame0" | "frameT">;

/** Computes the t-network's outputs for pairs in the given order: `[rows, 1 or 3]`. */
const tOutputs = (
  { tNetwork }: SymmetryModel,
  { frame0, frameT }: SeenPairs,
): tf.Tensor2D => runMlp(tNetwork, tf.concat([frame0, frameT], 1), true);

/** Computes the t-network's first output, t, for pairs in the given order: `[rows]`. */
export function tInOneOrder(
  model: SymmetryModel,
  pairs: SeenPairs,
): tf.Tensor1D {
  const outputs = tOutputs(model, pairs);
  const [rows, columns] = outputs.shape;
  return tf.reshape(
    columns === 1 ? outputs : tf.slice(outputs, [0, 0], [rows, 1]),
    [-1],
  );
}

/**
 * Evaluates the t-network on pairs in both orders, and combines the outputs: t, whose
 * sign changes if the images are exchanged, and the cosine and sine of 2 pi t over the
 * period.
 *
 * @param model Has a t-network with three outputs (`bothOrders`).
 * @returns `[rows, 3]`.
 */
export function answersInBothOrders(
  model: SymmetryModel,
  { frame0, frameT }: SeenPairs,
): tf.Tensor2D {
  const outputs = tOutputs(model, {
    frame0: tf.concat([frame0, frameT]),
    frameT: tf.concat([frameT, frame0]),
  });
  const [forth, back] = tf.split<tf.Tensor2D>(outputs, 2);
  // Under the exchange, t is odd, the cosine even and the sine odd.
  const signs = tf.tensor2d([[-0.5, 0.5, -0.5]]);
  return tf.add(tf.mul(0.5, forth), tf.mul(signs, back));
}

/**
 * Estimates t = T(x0, xt) for every pair: `[rows]`. On a circle, t is between minus
 * half the period and half the period. No gradient flows through it.
 */
export function estimateT(model: SymmetryModel, pairs: SeenPairs): tf.Tensor1D {
  const { period } = model;
  if (period === undefined) return tInOneOrder(model, pairs);
  return tf.tidy(() => {
    const answers = answersInBothOrders(model, pairs);
    const [t, cosine, sine] = tf.unstack(answers, 1) as tf.Tensor1D[];
    const turns = tf.div(tf.atan2(sine, cosine), 2 * Math.PI);
    const onCircle = tf.tile(tf.reshape(tf.greater(period, 0), [1]), t.shape);
    return tf.where(onCircle, tf.mul(turns, period), t) as tf.Tensor1D;
  });
}

/** The autoencoder of a model of one or several generators. */
export interface Autoencoder
  extends Pick<SymmetryModel, "encoder" | "decoder"> {
  readonly spec: Pick<SymmetryModel["spec"], "middle">;
}

/** Encodes images to latent codes: f. */
export function encode(model: Autoencoder, images: tf.Tensor2D): tf.Tensor2D {
  return encodeFromMiddle(model, fromMiddle(model, images));
}

/** Subtracts the model's `middle` from images, as the autoencoder expects them. */
export function fromMiddle(
  { spec: { middle = 0 } }: Autoencoder,
  images: tf.Tensor2D,
): tf.Tensor2D {
  return middle === 0 ? images : tf.sub(images, middle);
}

/** Encodes images from which the model's `middle` was subtracted. */
export function encodeFromMiddle(
  { encoder }: Autoencoder,
  images: tf.Tensor2D,
): tf.Tensor2D {
  return runMlp(encoder, images, true);
}

/** Decodes to images from which the model's `middle` is still subtracted. */
export function decodeFromMiddle(
  { decoder }: Autoencoder,
  codes: tf.Tensor2D,
): tf.Tensor2D {
  return runMlp(decoder, codes, false);
}

/** Decodes latent codes to images: g. */
export function decode(model: Autoencoder, codes: tf.Tensor2D): tf.Tensor2D {
  const { middle = 0 } = model.spec;
  const centred = decodeFromMiddle(model, codes);
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
 * Applies exp(-t G_alpha) to latent codes.
 *
 * @param alpha The model's alpha, or a copy through which no gradient flows.
 * @param gradients By default those of alpha, t and codes; "in x" for the codes only.
 * @param plan By default the exact plan, for which t and alpha are read.
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
  gradients?: WantedGradients,
): tf.Tensor2D {
  return applyLatentFlow(model.flow, alpha, t, codes, plan, gradients);
}
