import { catalogue, type Experiment } from "#lib/experiments/catalogue.ts";
import {
  disposePrepared,
  prepare,
  type Prepared,
} from "#lib/experiments/prepare.ts";
import { finishRun, type RunResult, trainRun } from "#lib/experiments/run.ts";
import type { RunSpec } from "#lib/experiments/run_spec.ts";
import type { Runtime } from "#lib/runtime/runtime.ts";
import { randomStream } from "#lib/random/streams.ts";
import type { TrainingSettings } from "#lib/training/settings.ts";
import { blobs } from "../blobs.ts";
import { startTestRuntime } from "../start_runtime.ts";

/** Held-out pairs of a small run. */
export const HELD = 40;

/**
 * The first experiment of the catalogue, with narrow networks, on a few images of
 * 16 x 16 pixels.
 */
export const smallExperiment: Experiment = {
  ...catalogue[0],
  architecture: {
    ...catalogue[0].architecture,
    hidden: [32],
    tHidden: [32, 16],
  },
  dataset: {
    name: "blobs",
    imageSize: 256,
    load: (split) =>
      Promise.resolve(
        blobs(split === "train" ? 64 : HELD, 16, randomStream(0, split)),
      ),
  },
};

/** A run of the small experiment. */
export const smallSpec: RunSpec = {
  experiment: smallExperiment,
  seed: 3,
  budget: "quick",
  preset: "stable",
};

/** The same run without registration, which takes most of a small run's time. */
export const unregisteredSpec: RunSpec = {
  ...smallSpec,
  preset: "without-registration",
};

/** Two steps before the registration and two after it, in batches of 16. */
export const fewSteps = (settings: TrainingSettings): TrainingSettings => ({
  ...settings,
  steps: 4,
  batchSize: 16,
  matching: { ...settings.matching, pairs: 8 },
  ...settings.registration && {
    registration: { ...settings.registration, pairs: 8 },
  },
  curriculum: { ...settings.curriculum, basinSteps: 2 },
});

/** A small run, ready to be trained; its tensors are freed at the end of the block. */
export async function prepareSmall(
  spec: RunSpec = smallSpec,
): Promise<Prepared & Disposable> {
  await startTestRuntime();
  const prepared = await prepare(spec, {}, fewSteps);
  return {
    ...prepared,
    [Symbol.dispose]: () => disposePrepared(prepared),
  };
}

/** Trains and evaluates a small run, once for all tests of a file. */
export function finishSmall(): Promise<SmallResult> {
  return finished ??= (async () => {
    const runtime = await startTestRuntime();
    const prepared = await prepare(smallSpec, {}, fewSteps);
    await trainRun(prepared, runtime);
    return { ...await finishRun(prepared, runtime), runtime };
  })();
}

/** Result of a small run, with the runtime that computed it. */
export type SmallResult = RunResult & { readonly runtime: Runtime };

let finished: Promise<SmallResult> | undefined;
