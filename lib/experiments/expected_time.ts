import type { Runtime } from "../runtime/runtime.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { catalogue, type Experiment } from "./catalogue.ts";
import { type RunSpec, settingsOf } from "./run_spec.ts";

/**
 * Milliseconds per step of MNIST's model at batch 512 on two cores, by stage, measured
 * by `deno task bench`; accurate enough to tell minutes from hours.
 */
const STEP_MS: Readonly<
  Record<Runtime["backend"], Readonly<Record<"basin" | "joint", number>>>
> = {
  blas: { basin: 30, joint: 80 },
  wasm: { basin: 50, joint: 150 },
  webgpu: { basin: 50, joint: 150 },
  cpu: { basin: 1000, joint: 10_000 },
};

/** Number of multiply-adds of the autoencoder per row, in the forward pass. */
function productsOf(
  { dataset, architecture }: Pick<Experiment, "dataset" | "architecture">,
): number {
  const { hidden, latentSize, latentChannels } = architecture;
  const code = latentSize ** 2 * latentChannels;
  const sizes = [dataset.imageSize, ...hidden, code];
  return sizes.slice(1).reduce((sum, size, i) => sum + size * sizes[i], 0);
}

/** Seconds for loading, making pairs, scoring and drawing. */
const OVERHEAD_SECONDS = 20;

/** Estimates the duration of a run, in seconds. */
export const expectedSeconds = (spec: RunSpec, runtime: Runtime): number =>
  expectedSecondsOf(spec.experiment, settingsOf(spec), runtime);

/** Estimates the duration of an experiment with given settings, in seconds. */
export function expectedSecondsOf(
  experiment: Pick<Experiment, "dataset" | "architecture">,
  { steps, curriculum, batchSize }: TrainingSettings,
  { backend }: Runtime,
): number {
  const { basin, joint } = STEP_MS[backend];
  const { basinSteps } = curriculum;
  const larger = productsOf(experiment) / productsOf(catalogue[0]);
  const training = basinSteps * basin +
    (steps - basinSteps) * joint * Math.max(1, larger);
  return OVERHEAD_SECONDS + training / 1000 * batchSize / 512;
}

/**
 * Memory of a run without its images, bytes, and the number of copies of these that a
 * run holds. By study/costs.csv, runs of the preset `stable` on MNIST take at most
 * 0.56 GB with 50 pairs and 1.49 GB with 60,000, which is 5.0 copies more; another half
 * copy is the margin.
 */
const BASE_BYTES = 5.5e8, COPIES = 5.5;

/** Number of images of the largest data set. */
const MOST_IMAGES = 60_000;

/**
 * Estimates the largest memory of a run, bytes: 1.6 GB on MNIST, where the largest value
 * in study/costs.csv is 1.49 GB, and 4.6 GB on CIFAR-10, where 3.7 GB was measured (no
 * committed table has that).
 */
export const expectedBytes = (
  { dataset }: Pick<Experiment, "dataset">,
): number =>
  BASE_BYTES +
  COPIES * MOST_IMAGES * dataset.imageSize * Float32Array.BYTES_PER_ELEMENT;
