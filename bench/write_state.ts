import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "#lib/datasets/types.ts";
import { largestMagnitude } from "#lib/lie/coefficients.ts";
import { SLOPE } from "#lib/model/dense_layer.ts";
import { latentPlan, tInOneOrder } from "#lib/model/forward.ts";
import { EPSILON } from "#lib/model/layer_norm.ts";
import { pairTensors } from "#lib/model/pair_tensors.ts";
import { pixelPlan } from "#lib/model/pixel_flow.ts";
import { batchOrder } from "#lib/training/batches.ts";
import type { Trainer } from "#lib/training/trainer.ts";
import { monomialOf } from "./monomials.ts";
import {
  type StateBatch,
  type StateGrid,
  type StateModel,
  type StepState,
  writeFloats,
} from "./step_state.ts";

export const SEED = 0;

/**
 * Writes a trainer's present state into a folder.
 *
 * @param experiment Id of the experiment, which defines the model's basis.
 * @param batches The pairs of every batch, in any order.
 */
export async function writeState(
  folder: string,
  experiment: string,
  trainer: Trainer,
  batches: readonly Pairs[],
): Promise<StepState> {
  const { model, pixelFlow, state, settings } = trainer;
  for (const pairs of batches) {
    const { count, x0, xt } = pairs;
    await writeFloats(folder, `pairs-${count}`, x0, xt);
    if (state.taught === undefined) continue;
    await writeFloats(folder, `taught-${count}`, estimatedT(trainer, pairs));
  }
  const floats = (tensor: tf.Tensor) => tensor.dataSync<"float32">();
  const values = state.parameters.map(({ variable }) => floats(variable));
  await writeFloats(folder, "parameters", ...values);
  await writeFloats(folder, "coarsening", floats(pixelFlow.coarsening!));
  await writeFloats(folder, "pixel_stack", floats(pixelFlow.dense()));
  await writeFloats(folder, "latent_stack", floats(model.flow.stack));
  const manifest: StepState = {
    experiment,
    step: state.step,
    settings,
    ...state.taught && { period: floats(state.taught.period)[0] },
    ...describeModel(trainer),
    ...describeGrid(trainer, batches[0]),
    batches: batches.map((pairs) => describeBatch(trainer, pairs)),
  };
  await Deno.writeTextFile(
    `${folder}/manifest.json`,
    JSON.stringify(manifest),
  );
  return manifest;
}

function describeModel({ model, state }: Trainer): StateModel {
  const { basis, ...spec } = model.spec;
  return {
    spec,
    basis: basis.terms.map(monomialOf),
    parameters: state.parameters.map(({ name, group, variable }) => ({
      name,
      group,
      shape: variable.shape,
    })),
    slope: SLOPE[spec.style?.activation ?? "relu"],
    epsilon: EPSILON,
    latentCells: model.flow.size ** 2,
  };
}

function describeGrid(
  { pixelFlow }: Trainer,
  { height, channels }: Pairs,
): StateGrid {
  const { surroundings, frame, side, margins } = pixelFlow;
  return {
    side: height,
    channels,
    surroundings,
    frame,
    cells: side ** 2,
    margins: { source: [...margins.source], factor: [...margins.factor] },
  };
}

/** Describes a batch, with the plans of its exponentials in a joint step. */
function describeBatch(
  trainer: Trainer,
  pairs: Pairs,
): StateBatch {
  const { model, pixelFlow, state } = trainer;
  const largest = largestMagnitude(estimatedT(trainer, pairs));
  const alpha = model.alpha.dataSync<"float32">();
  const pixel = pixelPlan(pixelFlow, alpha, largest);
  return {
    batch: pairs.count,
    order: [...batchOrder(pairs.count, pairs.count, SEED)(state.step)],
    latentPlan: latentPlan(model, alpha, largest),
    pixelPlan: pixel.dense,
    pixelSeries: pixel.lines ?? null,
  };
}

/**
 * Estimates t by the t-network in one order, which gives sizes typical of a motion. The
 * timed step uses them as matched t, because the network's outputs in both orders
 * differ from them, so that the teaching term is not 0.
 */
const estimatedT = ({ model, pixelFlow }: Trainer, pairs: Pairs) =>
  tf.tidy(() =>
    tInOneOrder(model, pairTensors(pixelFlow, pairs)).dataSync<"float32">()
      .slice()
  );
