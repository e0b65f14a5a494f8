import {
  severalCatalogue,
  type SeveralExperiment,
} from "#lib/experiments/several/several_catalogue.ts";
import {
  disposeSeveral,
  prepareSeveral,
  type SeveralPrepared,
} from "#lib/experiments/several/several_prepare.ts";
import { randomStream } from "#lib/random/streams.ts";
import type { SeveralSettings } from "#lib/training/several_settings.ts";
import { blobs } from "../../blobs.ts";
import { startTestRuntime } from "../../start_runtime.ts";

/** Held-out pairs of a small run. */
export const HELD = 8;

/** The first experiment of several generators, on a few images of 16 x 16 pixels. */
export const smallSeveral: SeveralExperiment = {
  ...severalCatalogue[0],
  dataset: {
    name: "blobs",
    imageSize: 256,
    load: (split) =>
      Promise.resolve(
        blobs(split === "train" ? 32 : HELD, 16, randomStream(0, split)),
      ),
  },
};

/** A few steps in batches of 16. */
export const fewSeveralSteps = (
  settings: SeveralSettings,
): SeveralSettings => ({
  ...settings,
  steps: 4,
  batchSize: 16,
  matched: 24,
  selfMade: 8,
  reconstructed: 8,
  registration: { pairs: 20, taught: 16 },
});

/** A small run, ready to be trained; its tensors are freed at the end of the block. */
export async function prepareSmallSeveral(
  seed = 3,
): Promise<SeveralPrepared & Disposable> {
  await startTestRuntime();
  const prepared = await prepareSeveral(
    { experiment: smallSeveral, seed, budget: "quick" },
    {},
    fewSeveralSteps,
  );
  return { ...prepared, [Symbol.dispose]: () => disposeSeveral(prepared) };
}
