import type { Dataset } from "../datasets/datasets.ts";
import { gatherImages } from "../datasets/gather_images.ts";
import {
  type GroundTruth,
  makePairs,
  partnersOfClass,
  withNoise,
  withOtherPartners,
} from "../datasets/pairs.ts";
import { someImages } from "../datasets/some_images.ts";
import type { LoadOptions } from "../datasets/load_options.ts";
import type { ImageSet, Pairs } from "../datasets/types.ts";
import {
  interpolations,
  usualInterpolation,
} from "../images/interpolations.ts";
import { createPixelFlow, type PixelFlow } from "../model/pixel_flow.ts";
import {
  createModel,
  disposeModel,
  type ModelSpec,
} from "../model/symmetry_model.ts";
import { LARGEST_SEED, randomStream } from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";
import { createTrainer, type Trainer } from "../training/trainer.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { type RunSpec, settingsOf } from "./run_spec.ts";

/** Data and model of a run, ready to be trained. */
export interface Prepared {
  /** The specification of the run. */
  readonly spec: RunSpec;
  /** The model and its training. */
  readonly trainer: Trainer;
  /**
   * Pairs of the test split and, separately, their truth, which is absent if the images
   * of a pair are not related.
   */
  readonly held: { readonly pairs: Pairs; readonly truth?: GroundTruth };
}

/**
 * Loads the data, makes the pairs and the model. The truth of the training
 * pairs is dropped here; that of the held-out pairs is for scoring only.
 *
 * @param options How the data set is loaded.
 * @param adjust Changes the settings of the spec.
 * @throws UserError for an invalid seed, budget or preset; a DataError if the data set
 * is missing or damaged.
 */
export async function prepare(
  spec: RunSpec,
  options: LoadOptions = {},
  adjust: (settings: TrainingSettings) => TrainingSettings = (same) => same,
): Promise<Prepared> {
  const { experiment, seed } = spec;
  checkSeed(seed);
  const settings = adjust(settingsOf(spec));
  const { pairs } = await splitPairs(spec, "train", options);
  const held = await splitPairs(spec, "test", options);
  const pixelFlow = createPixelFlow(
    experiment.basis,
    pairs.height,
    settings.matching.grid,
    pairs.surroundings,
  );
  const model = createModel(
    modelSpec(pairs, pixelFlow, spec, settings),
    seed,
  );
  const trainer = createTrainer(model, pixelFlow, pairs, settings, seed);
  return { spec, trainer, held };
}

export function checkSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED) return;
  throw new UserError(
    `seed: expected an integer from 0 to ${LARGEST_SEED}, found ${seed}`,
  );
}

/**
 * Makes the pairs of one split, with their truth.
 *
 * @throws DataError if the data set is missing or damaged.
 */
export async function splitPairs(
  { experiment, seed }: Pick<RunSpec, "experiment" | "seed">,
  split: "train" | "test",
  options: LoadOptions,
): Promise<Prepared["held"]> {
  const { dataset, transformation, distribution, partners } = experiment;
  const { most, noise, interpolation = usualInterpolation } =
    experiment.making ?? {};
  const stream = randomStream(seed, "pairs", split);
  const all = await dataset.load(split, options);
  const some = (images: ImageSet) =>
    most === undefined || split === "test"
      ? images
      : someImages(images, most, randomStream(seed, "some images"));
  const images = some(all);
  const move = interpolations[interpolation];
  const moved = partners === "class"
    ? some(await ofTheSameClass(all, dataset, split, options, seed))
    : images;
  const made = makePairs(moved, transformation, distribution, stream, move);
  const { pairs, ...truth } = partners === "others"
    ? { pairs: withOtherPartners(made.pairs, stream) }
    : { ...made, pairs: { ...made.pairs, x0: images.pixels } };
  return {
    pairs: noise === undefined
      ? pairs
      : withNoise(pairs, noise, randomStream(seed, "noise", split)),
    ...truth,
  };
}

/**
 * Chooses another image of the same class for every image.
 *
 * @throws {RangeError} if the classes of the images are not known
 */
async function ofTheSameClass(
  images: ImageSet,
  dataset: Dataset,
  split: "train" | "test",
  options: LoadOptions,
  seed: number,
): Promise<ImageSet> {
  const labels = await dataset.labels?.(split, options);
  if (labels?.length !== images.count) {
    throw new RangeError(
      `the data set ${dataset.name}: expected a class for each of ${images.count} images, found ${
        labels?.length ?? "none"
      }`,
    );
  }
  const partners = partnersOfClass(labels, randomStream(seed, "class", split));
  const size = images.pixels.length / images.count;
  return { ...images, pixels: gatherImages(images.pixels, size, partners) };
}

/** Frees the tensors of a run. */
export function disposePrepared({ trainer }: Prepared): void {
  trainer.dispose();
  disposeModel(trainer.model);
  trainer.pixelFlow.dispose();
}

function modelSpec(
  pairs: Pairs,
  { frame }: PixelFlow,
  { experiment }: RunSpec,
  { registration }: TrainingSettings,
): ModelSpec {
  return {
    ...experiment.architecture,
    basis: experiment.basis,
    imageSize: pairs.height * pairs.width * pairs.channels,
    // The input of the t-network is both images on the grid of the pixel flow.
    pairSize: 2 * frame ** 2,
    ...registration?.taught && { bothOrders: true },
  };
}
