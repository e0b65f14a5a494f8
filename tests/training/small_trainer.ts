import { makePairs } from "#lib/datasets/pairs.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { type Basis, quadratic } from "#lib/lie/basis.ts";
import { createPixelFlow } from "#lib/model/pixel_flow.ts";
import { createModel, disposeModel } from "#lib/model/symmetry_model.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import {
  gradientSettings,
  type StageSteps,
  type TrainingSettings,
} from "#lib/training/settings.ts";
import { createTrainer, type Trainer } from "#lib/training/trainer.ts";
import { blobs } from "../blobs.ts";

const SIZE = 16;

/**
 * Pairs of images turned by up to `range` radians either way; three batches per epoch.
 */
export const turnedBlobs = (range: number) =>
  makePairs(
    blobs(50, SIZE, randomStream(0, "images")),
    transformations.rotation,
    uniform(-range, range),
    randomStream(0, "pairs"),
  );

export const { pairs, truth } = turnedBlobs(0.3);

/** Options of a small trainer. */
export interface SmallTrainerOptions {
  readonly basinSteps?: number;
  readonly jointSteps?: number;
  /** Seed of the initial values; the batches have their own seed. */
  readonly initSeed?: number;
  /** Width of the hidden layers. */
  readonly width?: number;
  /** Training pairs. */
  readonly data?: Pairs;
  readonly basis?: Basis;
  /** A preset; by default `without-registration`. */
  readonly preset?: (stages: StageSteps) => TrainingSettings;
  /** Changes the settings of the preset. */
  readonly adjust?: (settings: TrainingSettings) => TrainingSettings;
  /** Seed of the batches. */
  readonly seed?: number;
}

/**
 * A trainer of a small model on 50 pairs of 16 x 16 pixels, with steps of milliseconds.
 * Its tensors are freed at the end of the block that uses it.
 */
export function smallTrainer(
  {
    basinSteps = 3,
    jointSteps = 4,
    initSeed = 0,
    width = 24,
    data = pairs,
    basis = quadratic,
    preset = gradientSettings,
    adjust = (same) => same,
    seed = 0,
  }: SmallTrainerOptions = {},
): Trainer & Disposable {
  const whole = preset({ basinSteps, jointSteps });
  const settings = adjust({
    ...whole,
    batchSize: 16,
    matching: { ...whole.matching, pairs: 8 },
  });
  const model = createModel({
    imageSize: SIZE ** 2,
    pairSize: 2 * (SIZE / 2) ** 2,
    hidden: [width],
    tHidden: [width],
    latentSize: 5,
    latentChannels: 1,
    basis,
    ...settings.registration?.taught && { bothOrders: true },
  }, initSeed);
  const pixelFlow = createPixelFlow(basis, SIZE);
  const trainer = createTrainer(model, pixelFlow, data, settings, seed);
  return Object.assign(trainer, {
    [Symbol.dispose]() {
      trainer.dispose();
      disposeModel(model);
      pixelFlow.dispose();
    },
  });
}
