import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "#lib/datasets/types.ts";
import type { ActionPlan } from "#lib/lie/action_plan.ts";
import { SLOPE } from "#lib/model/dense_layer.ts";
import { combineStack } from "#lib/model/latent_flow.ts";
import { EPSILON, type LayerNorm } from "#lib/model/layer_norm.ts";
import type { Mlp } from "#lib/model/mlp.ts";
import { cropFrame, padFrame } from "#lib/model/move_pixels.ts";
import { pairTensors } from "#lib/model/pair_tensors.ts";
import type { PixelFlow } from "#lib/model/pixel_flow.ts";
import { seenCells } from "#lib/model/seen.ts";
import type { ParameterGroup } from "#lib/model/symmetry_model.ts";
import { zeroMoments } from "#lib/training/adam.ts";
import { detached, teachingLoss } from "#lib/training/losses.ts";
import { muonUpdate } from "#lib/training/muon.ts";
import type { Trainer } from "#lib/training/trainer.ts";
import { isByMuon } from "#lib/training/update_parameter.ts";
import type { StateBatch } from "./step_state.ts";

/**
 * Makes a step after the basin stage in the simplest implementation: operations of tfjs
 * alone, a separate pass of a network for every code and image, the action by Taylor's
 * series on the dense generator, tfjs's own Adam, and Muon if the trainer uses it.
 *
 * @param pairs Pairs of the batch, in the trainer's order.
 * @param matched One t per pair, if the t-network learns matched t.
 * @returns A function that does one step from the model's present state, and returns
 * the loss.
 */
export function plainStep(
  trainer: Trainer,
  pairs: Pairs,
  plans: Parts["plans"],
  matched?: Float32Array,
): () => number {
  const { state, settings, model: { alpha } } = trainer;
  const variables = state.parameters.map(({ variable }) => variable);
  const optimisers = Object.entries(settings.learningRate).map(
    ([group, rate]) => ({ group, adam: tf.train.adam(rate, 0.9, 0.999, 1e-8) }),
  );
  const { muon } = matched === undefined ? { muon: undefined } : settings;
  const byMuon = state.parameters.filter((parameter) =>
    muon !== undefined && isByMuon(parameter, muon)
  );
  const momenta = byMuon.map(({ variable }) => zeroMoments(variable.shape));
  const namesOf = (group: string) =>
    state.parameters.filter((p) =>
      p.group === group as ParameterGroup && !byMuon.includes(p)
    ).map(({ variable }) => variable.name);
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => plainLoss(trainer, pairs, plans, matched),
        variables,
      );
      for (const { group, adam } of optimisers) {
        const own = namesOf(group).filter((name) => name in grads)
          .map((name) => [name, grads[name]]);
        adam.applyGradients(Object.fromEntries(own));
      }
      byMuon.forEach(({ variable, group }, i) => {
        const rate = muon!.factor * settings.learningRate[group];
        muonUpdate(variable, grads[variable.name], momenta[i].first, rate);
      });
      alpha.assign(tf.div(alpha, tf.norm(alpha)));
      return value.dataSync()[0];
    });
}

/** Operands of the terms of the loss. */
interface Parts {
  readonly x0: tf.Tensor2D;
  readonly xt: tf.Tensor2D;
  readonly frames: readonly tf.Tensor2D[];
  readonly plans: Pick<StateBatch, "latentPlan" | "pixelPlan">;
}

function plainLoss(
  trainer: Trainer,
  pairs: Pairs,
  plans: Parts["plans"],
  matched?: Float32Array,
): tf.Scalar {
  const { images, frame0, frameT } = pairTensors(trainer.pixelFlow, pairs);
  const [x0, xt] = tf.split<tf.Tensor2D>(images, 2);
  const taught = matched && tf.tensor1d(matched);
  const parts = { x0, xt, frames: [frame0, frameT], plans };
  const t = taught ??
    tf.reshape<tf.Rank.R1>(
      mlp(trainer.model.tNetwork, tf.concat<tf.Tensor2D>(parts.frames, 1)),
      [-1],
    );
  return tf.addN<tf.Scalar>([
    ...autoencoderTerms(trainer, parts, t),
    ...taught === undefined
      ? matchingTerms(trainer, parts, t)
      : [teachingTerm(trainer, parts, taught)],
  ]);
}

function autoencoderTerms(
  { model, settings }: Trainer,
  { x0, xt, plans }: Parts,
  t: tf.Tensor1D,
): tf.Scalar[] {
  const { weights, latentTermsMove } = settings;
  const { alpha, flow, spec: { middle = 0 } } = model;
  const encoded = (x: tf.Tensor2D) => mlp(model.encoder, plus(x, -middle));
  const decoded = (z: tf.Tensor2D) => plus(mlp(model.decoder, z), middle);
  const z0 = encoded(x0), zt = encoded(xt);
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
  return [
    distance(decoded(moved), xt),
    tf.mul(weights.latent, distance(moved, zt)),
    tf.mul(weights.reconstruction, distance(decoded(z0), x0)),
    tf.mul(weights.reconstruction, distance(decoded(zt), xt)),
  ];
}

/** Computes L_alpha and the LASSO. */
function matchingTerms(
  { model: { alpha }, pixelFlow, settings }: Trainer,
  { frames, plans }: Parts,
  t: tf.Tensor1D,
): tf.Scalar[] {
  const { weights, matching: { pairs: matched } } = settings;
  const [coarse0, coarseT] = frames.map((frame) =>
    tf.slice<tf.Rank.R2, tf.Tensor2D>(frame, 0, Math.min(matched, t.size))
  );
  const few = tf.slice(t, 0, coarse0.shape[0]);
  const inFrame = movedInFrame(pixelFlow, alpha, few, coarse0, plans.pixelPlan);
  const seen = seenCells(
    pixelFlow,
    alpha.dataSync(),
    few.dataSync<"float32">(),
  );
  const match = tf.mul<tf.Scalar>(
    weights.matching,
    distance(inFrame, coarseT, seen && tf.tensor2d(seen, coarseT.shape)),
  );
  const lasso = tf.mul(weights.sparsity, detached(match));
  return [match, tf.mul(lasso, tf.sum(tf.abs(alpha)))];
}

/** Computes the error of the t-network's outputs in both orders. */
function teachingTerm(
  { model, settings }: Trainer,
  { frames: [frame0, frameT] }: Parts,
  taught: tf.Tensor1D,
): tf.Scalar {
  const rows = Math.min(settings.registration!.taught, taught.size);
  const answers = (...frames: tf.Tensor2D[]) =>
    mlp(
      model.tNetwork,
      tf.concat(frames.map((frame) => tf.slice(frame, 0, rows)), 1),
    );
  const [forth, back] = [answers(frame0, frameT), answers(frameT, frame0)];
  return teachingLoss(
    tf.add(tf.mul(0.5, forth), tf.mul(tf.tensor2d([[-0.5, 0.5, -0.5]]), back)),
    tf.slice(taught, 0, rows),
    model.period!,
  );
}

const plus = (x: tf.Tensor2D, constant: number): tf.Tensor2D =>
  constant === 0 ? x : tf.add(x, constant);

function mlp(layers: Mlp, x: tf.Tensor2D): tf.Tensor2D {
  return layers.reduce<tf.Tensor2D>((input, layer) => {
    const { weight, bias, norm, activation } = layer;
    const sum = tf.add<tf.Tensor2D>(tf.matMul(input, weight), bias);
    const y = norm === undefined ? sum : normalised(norm, sum);
    if (activation === "linear") return y;
    return activation === "relu"
      ? tf.relu(y)
      : tf.leakyRelu(y, SLOPE[activation]);
  }, x);
}

function normalised({ gain, shift }: LayerNorm, x: tf.Tensor2D): tf.Tensor2D {
  const { mean, variance } = tf.moments(x, 1, true);
  const precision = tf.rsqrt(tf.add(variance, EPSILON));
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), precision), gain), shift);
}

/** Computes exp(-t_b G) x_b for every channel of every row b. */
function taylor(
  generator: tf.Tensor2D,
  t: tf.Tensor1D,
  x: tf.Tensor2D,
  { substeps, terms }: ActionPlan,
): tf.Tensor2D {
  const [rows, cells] = [t.size, generator.shape[0]];
  const channels = x.shape[1] / cells;
  const each = tf.tile(tf.reshape(t, [rows, 1]), [1, channels]);
  const scale = tf.reshape(tf.mul(each, -1 / substeps), [-1, 1]);
  let u = tf.reshape<tf.Rank.R2>(x, [-1, cells]);
  for (let step = 0; step < substeps; step++) {
    let term = u;
    for (let j = 1; j <= terms; j++) {
      const along = tf.matMul(term, generator, false, true);
      term = tf.mul(along, tf.div(scale, j));
      u = tf.add(u, term);
    }
  }
  return tf.reshape(u, x.shape);
}

function movedInFrame(
  flow: PixelFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
  plan: ActionPlan,
): tf.Tensor2D {
  const generator = combineStack(alpha, flow.dense(), flow.side ** 2);
  return cropFrame(flow, taylor(generator, t, padFrame(flow, images), plan));
}

/** Computes the mean squared distance of the rows; by default, all weights are 1. */
function distance(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  weights?: tf.Tensor2D,
): tf.Scalar {
  const squares = tf.squaredDifference(a, b);
  const weighted = weights === undefined ? squares : tf.mul(weights, squares);
  return tf.mean(tf.sum(weighted, 1));
}
