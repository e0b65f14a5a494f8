import { makePairs } from "#lib/datasets/pairs.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { coarseGrid, createPixelFlow } from "#lib/model/pixel_flow.ts";
import { createModel, disposeModel } from "#lib/model/symmetry_model.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { gradientSettings } from "#lib/training/settings.ts";
import { createTrainer, type Trainer } from "#lib/training/trainer.ts";
import { textures } from "../textures.ts";

const SIZE = 16;

/** Colour images whose surroundings are unknown. */
export const photoPairs = makePairs(
  textures(50, SIZE, randomStream(0, "images")),
  transformations.scaling,
  uniform(0.1, 0.5),
  randomStream(0, "pairs"),
).pairs;

/**
 * A small model in its joint stage, with every feature of the model for CIFAR-10. Its
 * tensors are freed at the end of the block that uses it.
 */
export function smallPhotoTrainer(): Trainer & Disposable {
  const model = createModel({
    imageSize: SIZE ** 2 * 3,
    pairSize: 2 * (SIZE / 2) ** 2,
    hidden: [24],
    tHidden: [24, 16],
    style: { activation: "leaky-relu", layerNorm: true },
    middle: 0.5,
    latentSize: 5,
    latentChannels: 2,
    basis: quadratic,
  }, 0);
  const { surroundings } = photoPairs;
  const pixelFlow = createPixelFlow(quadratic, SIZE, coarseGrid, surroundings);
  const usual = gradientSettings({ basinSteps: 0, jointSteps: 4 });
  const matching = { ...usual.matching, pairs: 8 };
  const settings = { ...usual, batchSize: 16, matching };
  const trainer = createTrainer(model, pixelFlow, photoPairs, settings, 0);
  return Object.assign(trainer, {
    [Symbol.dispose]() {
      trainer.dispose();
      disposeModel(model);
      pixelFlow.dispose();
    },
  });
}
