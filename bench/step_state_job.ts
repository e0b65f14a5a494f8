import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "#lib/datasets/types.ts";
import { experimentById } from "#lib/experiments/catalogue.ts";
import { disposePrepared, prepare } from "#lib/experiments/prepare.ts";
import { estimateT, largestMagnitude, latentPlan } from "#lib/model/forward.ts";
import { pairTensors } from "#lib/model/pair_tensors.ts";
import { pixelPlan } from "#lib/model/pixel_flow.ts";
import { randomStream, shuffled } from "#lib/random/streams.ts";
import { batchOrder, gather } from "#lib/training/batches.ts";
import type { Trainer } from "#lib/training/trainer.ts";
import { type StateBatch, type StepState, writeFloats } from "./step_state.ts";

export interface StateRequest {
  readonly experiment: string;
  readonly batches: readonly number[];
  readonly folder: string;
}

/** Steps of the first stage: t and alpha then have their real sizes. */
const BASIN_STEPS = 80;

export const SEED = 0;

/** Trains through the first stage and leaves the state in a folder. */
export async function prepareState(
  { experiment, batches, folder }: StateRequest,
): Promise<StepState> {
  const prepared = await prepare(
    {
      experiment: experimentById(experiment),
      seed: SEED,
      budget: "quick",
      preset: "stable",
    },
    (settings) => ({
      ...settings,
      curriculum: { ...settings.curriculum, basinSteps: BASIN_STEPS },
    }),
  );
  const { trainer, held } = prepared;
  for (let i = 0; i < BASIN_STEPS; i++) trainer.advance();
  const { model, pixelFlow, state, settings } = trainer;
  const written: StateBatch[] = [];
  for (const batch of batches) {
    const pairs = drawn(held.pairs, batch);
    await writeFloats(folder, `pairs-${batch}`, pairs.x0, pairs.xt);
    written.push(describeBatch(trainer, pairs));
  }
  const floats = (tensor: tf.Tensor) => tensor.dataSync<"float32">();
  const values = state.parameters.map(({ variable }) => floats(variable));
  await writeFloats(folder, "parameters", ...values);
  await writeFloats(folder, "coarsening", floats(pixelFlow.coarsening!));
  await writeFloats(folder, "pixel_stack", floats(pixelFlow.dense()));
  await writeFloats(folder, "latent_stack", floats(model.flow.stack));
  const manifest: StepState = {
    experiment,
    step: BASIN_STEPS,
    settings,
    parameters: state.parameters.map(({ name, group, variable }) => ({
      name,
      group,
      shape: variable.shape,
    })),
    side: held.pairs.height,
    frame: pixelFlow.frame,
    cells: pixelFlow.side ** 2,
    latentCells: model.flow.size ** 2,
    batches: written,
  };
  await Deno.writeTextFile(
    `${folder}/manifest.json`,
    JSON.stringify(manifest),
  );
  disposePrepared(prepared);
  return manifest;
}

/** Some of the pairs, at random. */
function drawn(pairs: Pairs, count: number): Pairs {
  const size = pairs.height * pairs.width * pairs.channels;
  const chosen = shuffled(pairs.count, randomStream(SEED, "bench", "pairs"))
    .subarray(0, count);
  return {
    ...pairs,
    count,
    x0: gather(pairs.x0, size, chosen),
    xt: gather(pairs.xt, size, chosen),
  };
}

/** How the trainer will cut up the exponentials of a batch in a joint step. */
function describeBatch(
  { model, pixelFlow }: Trainer,
  pairs: Pairs,
): StateBatch {
  const largest = tf.tidy(() =>
    largestMagnitude(
      estimateT(model, pairTensors(pixelFlow, pairs)).dataSync<"float32">(),
    )
  );
  const alpha = model.alpha.dataSync<"float32">();
  const pixel = pixelPlan(pixelFlow, alpha, largest);
  return {
    batch: pairs.count,
    order: [...batchOrder(pairs.count, pairs.count, SEED)(BASIN_STEPS)],
    latentPlan: latentPlan(model, alpha, largest),
    pixelPlan: pixel.dense,
    pixelSeries: pixel.lines ?? null,
  };
}
