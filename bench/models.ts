import type { PresetName } from "#lib/experiments/run_spec.ts";

/** A model whose training step is timed. */
export interface BenchModel {
  readonly name: string;
  /** The experiment that it is trained in, by its id in the catalogue. */
  readonly experiment: string;
  /** Decides the step: whether alpha and t learn from L_alpha, or matched t teach. */
  readonly preset: PresetName;
  /**
   * The experiment's own, or drawn ones of the same size, where those would
   * have to be fetched: a step takes as long with either.
   */
  readonly images: "own" | "drawn";
  readonly batches: readonly number[];
  /** The batch size whose step stands for the whole, one of `batches`. */
  readonly headline: number;
}

/** The models; the first one gives the headline. One entry a model. */
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

/** All models, in a quick run without the batches above the headline's. */
export function modelsToTime(quick: boolean): readonly BenchModel[] {
  return benchModels.map((model) => ({
    ...model,
    batches: model.batches.filter((batch) => !quick || batch <= model.headline),
  }));
}
