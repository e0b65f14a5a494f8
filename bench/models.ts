import type { PresetName } from "#lib/experiments/run_spec.ts";

/** A model whose training step is timed. */
export interface BenchModel {
  readonly name: string;
  /** Id of the experiment that the model is trained in. */
  readonly experiment: string;
  /**
   * Preset of the step: alpha and t learn from L_alpha, or the t-network learns matched
   * t.
   */
  readonly preset: PresetName;
  /**
   * Whether to use the experiment's own images, or drawn images of the same size, which
   * need no download. The time of a step does not depend on the choice.
   */
  readonly images: "own" | "drawn";
  readonly batches: readonly number[];
  /** The batch size whose step represents the model, one of `batches`. */
  readonly headline: number;
}

/** All models; the first one gives the headline. */
export const benchModels: readonly BenchModel[] = [
  {
    name: "mnist",
    experiment: "mnist-rotation-small",
    preset: "without-registration",
    images: "own",
    batches: [128, 512, 2048],
    headline: 512,
  },
  {
    name: "cifar10",
    experiment: "cifar10-scaling",
    preset: "without-registration",
    images: "drawn",
    batches: [512, 1024],
    headline: 512,
  },
  {
    name: "mnist-taught",
    experiment: "mnist-rotation-small",
    preset: "stable",
    images: "own",
    batches: [128],
    headline: 128,
  },
];

/** Returns all models; for a quick run, without batches above the headline's. */
export function modelsToTime(quick: boolean): readonly BenchModel[] {
  return benchModels.map((model) => ({
    ...model,
    batches: model.batches.filter((batch) => !quick || batch <= model.headline),
  }));
}
