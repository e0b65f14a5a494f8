import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "#lib/datasets/types.ts";
import type { ActionPlan } from "#lib/lie/exponential_action.ts";
import { combineStack } from "#lib/model/latent_flow.ts";
import type { Mlp } from "#lib/model/mlp.ts";
import type { PixelFlow } from "#lib/model/pixel_flow.ts";
import type { ParameterGroup } from "#lib/model/symmetry_model.ts";
import { detached } from "#lib/training/losses.ts";
import type { Trainer } from "#lib/training/trainer.ts";
import type { StateBatch } from "./step_state.ts";

/**
 * A step of the joint stage as one would first write it: operations of tfjs
 * alone, one pass of a network for every code and image, the action by Taylor's
 * series on the dense generator, tfjs's own Adam.
 *
 * @param pairs In the trainer's order.
 * @returns What does one step from the model's present state and gives the loss.
 */
export function plainStep(
  trainer: Trainer,
  pairs: Pairs,
  plans: Pick<StateBatch, "latentPlan" | "pixelPlan">,
): () => number {
  const { state, settings, model: { alpha } } = trainer;
  const variables = state.parameters.map(({ variable }) => variable);
  const optimisers = Object.entries(settings.learningRate).map(
    ([group, rate]) => ({ group, adam: tf.train.adam(rate, 0.9, 0.999, 1e-8) }),
  );
  const namesOf = (group: string) =>
    state.parameters.filter((p) => p.group === group as ParameterGroup)
      .map(({ variable }) => variable.name);
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => plainLoss(trainer, pairs, plans),
        variables,
      );
      for (const { group, adam } of optimisers) {
        const own = namesOf(group).map((name) => [name, grads[name]]);
        adam.applyGradients(Object.fromEntries(own));
      }
      alpha.assign(tf.div(alpha, tf.norm(alpha)));
      return value.dataSync()[0];
    });
}

function plainLoss(
  { model, pixelFlow, settings }: Trainer,
  pairs: Pairs,
  plans: Pick<StateBatch, "latentPlan" | "pixelPlan">,
): tf.Scalar {
  const { weights, latentTermsMove, matching: { pairs: matched } } = settings;
  const { alpha, flow } = model;
  const rows = (images: Float32Array) =>
    tf.tensor2d(images, [pairs.count, images.length / pairs.count]);
  const [x0, xt] = [rows(pairs.x0), rows(pairs.xt)];
  const coarse = (x: tf.Tensor2D): tf.Tensor2D =>
    tf.matMul(x, pixelFlow.coarsening!);
  const frames = [coarse(x0), coarse(xt)];
  const t = tf.reshape<tf.Rank.R1>(
    mlp(model.tNetwork, tf.concat<tf.Tensor2D>(frames, 1)),
    [-1],
  );
  const z0 = mlp(model.encoder, x0), zt = mlp(model.encoder, xt);
  const moved = taylor(
    combineStack(
      latentTermsMove.alpha ? alpha : detached(alpha),
      flow.stack,
      flow.size ** 2,
    ),
    latentTermsMove.t ? t : detached(t),
    z0,
    plans.latentPlan,
  );
  const decoded = (z: tf.Tensor2D) => mlp(model.decoder, z);
  const [coarse0, coarseT] = frames.map((frame) =>
    tf.slice<tf.Rank.R2, tf.Tensor2D>(frame, 0, Math.min(matched, pairs.count))
  );
  const few = tf.slice(t, 0, coarse0.shape[0]);
  const inFrame = movedInFrame(pixelFlow, alpha, few, coarse0, plans.pixelPlan);
  const match = tf.mul<tf.Scalar>(weights.matching, distance(inFrame, coarseT));
  return tf.addN<tf.Scalar>([
    distance(decoded(moved), xt),
    tf.mul(weights.latent, distance(moved, zt)),
    tf.mul(weights.reconstruction, distance(decoded(z0), x0)),
    tf.mul(weights.reconstruction, distance(decoded(zt), xt)),
    match,
    tf.mul(
      tf.mul(weights.sparsity, detached(match)),
      tf.sum(tf.abs(alpha)),
    ),
  ]);
}

function mlp(layers: Mlp, x: tf.Tensor2D): tf.Tensor2D {
  return layers.reduce<tf.Tensor2D>((input, { weight, bias, activation }) => {
    const sum = tf.add<tf.Tensor2D>(tf.matMul(input, weight), bias);
    return activation === "relu" ? tf.relu(sum) : sum;
  }, x);
}

/** exp(-t_b G) x_b for every row b. */
function taylor(
  generator: tf.Tensor2D,
  t: tf.Tensor1D,
  x: tf.Tensor2D,
  { substeps, terms }: ActionPlan,
): tf.Tensor2D {
  const scale = tf.reshape(tf.mul(t, -1 / substeps), [-1, 1]);
  let u = x;
  for (let step = 0; step < substeps; step++) {
    let term = u;
    for (let j = 1; j <= terms; j++) {
      const along = tf.matMul(term, generator, false, true);
      term = tf.mul(along, tf.div(scale, j));
      u = tf.add(u, term);
    }
  }
  return u;
}

function movedInFrame(
  { frame, side, dense }: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
  plan: ActionPlan,
): tf.Tensor2D {
  const margin = (side - frame) / 2;
  const around: [number, number] = [margin, margin];
  const square = tf.reshape<tf.Rank.R3>(images, [-1, frame, frame]);
  const padded = tf.pad(square, [[0, 0], around, around]);
  const rows = tf.reshape<tf.Rank.R2>(padded, [-1, side ** 2]);
  const moved = taylor(combineStack(alpha, dense(), side ** 2), t, rows, plan);
  const whole = tf.reshape<tf.Rank.R3>(moved, [-1, side, side]);
  const inside = tf.slice(whole, [0, margin, margin], [-1, frame, frame]);
  return tf.reshape(inside, [-1, frame ** 2]);
}

/** Mean over the rows of the squared distance. */
function distance(a: tf.Tensor2D, b: tf.Tensor2D): tf.Scalar {
  return tf.mean(tf.sum(tf.squaredDifference(a, b), 1));
}
