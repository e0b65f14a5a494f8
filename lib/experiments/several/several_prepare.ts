import type { LoadOptions } from "../../datasets/load_options.ts";
import { type GroupGroundTruth, makeGroupPairs } from "../../datasets/pairs.ts";
import { someImages } from "../../datasets/some_images.ts";
import type { Pairs } from "../../datasets/types.ts";
import {
  interpolations,
  usualInterpolation,
} from "../../images/interpolations.ts";
import { createPixelFlow } from "../../model/pixel_flow.ts";
import {
  createSeveralModel,
  disposeSeveralModel,
} from "../../model/several_model.ts";
import { randomStream } from "../../random/streams.ts";
import type { SeveralSettings } from "../../training/several_settings.ts";
import {
  createSeveralTrainer,
  type SeveralTrainer,
} from "../../training/several_trainer.ts";
import { checkSeed } from "../prepare.ts";
import { settingsOfSeveral, type SeveralSpec } from "./several_spec.ts";

/** Data and model of a run of several generators, ready to be trained. */
export interface SeveralPrepared {
  readonly spec: SeveralSpec;
  readonly trainer: SeveralTrainer;
  /** Pairs of the test split and, separately, their truth. */
  readonly held: { readonly pairs: Pairs; readonly truth: GroupGroundTruth };
}

/** Largest number of held-out pairs; matching their parameters takes 6 ms per pair. */
const HELD = 2000;

/**
 * Loads the data, makes the pairs and the model. The truth of the training pairs is
 * dropped here; that of the held-out pairs is for scoring only.
 *
 * @param options How the data set is loaded.
 * @param adjust Changes the settings of the spec.
 * @throws UserError for an invalid seed or budget; a DataError if the data set is
 * missing or damaged.
 */
export async function prepareSeveral(
  spec: SeveralSpec,
  options: LoadOptions = {},
  adjust: (settings: SeveralSettings) => SeveralSettings = (same) => same,
): Promise<SeveralPrepared> {
  const { experiment, seed } = spec;
  const { dataset, group, distribution, basis, architecture } = experiment;
  checkSeed(seed);
  const settings = adjust(settingsOfSeveral(spec));
  const made = async (split: "train" | "test", most: number) =>
    makeGroupPairs(
      someImages(
        await dataset.load(split, options),
        most,
        randomStream(seed, "some images", split),
      ),
      group,
      distribution,
      randomStream(seed, "pairs", split),
      interpolations[usualInterpolation],
    );
  // More pairs are not used.
  const { pairs } = await made("train", settings.matched + settings.selfMade);
  const held = await made("test", HELD);
  const pixelFlow = createPixelFlow(
    basis,
    pairs.height,
    settings.matching.grid,
    pairs.surroundings,
  );
  const model = createSeveralModel({
    ...architecture,
    basis,
    generators: group.generators.length,
    imageSize: pairs.height * pairs.width * pairs.channels,
    pairSize: 2 * pixelFlow.frame ** 2,
  }, seed);
  const trainer = createSeveralTrainer(
    model,
    pixelFlow,
    pairs,
    settings,
    seed,
  );
  return { spec, trainer, held };
}

/** Frees the tensors of a run. */
export function disposeSeveral({ trainer }: SeveralPrepared): void {
  trainer.dispose();
  disposeSeveralModel(trainer.model);
  trainer.pixelFlow.dispose();
}
