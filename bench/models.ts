/** A model whose training step is timed. */
export interface BenchModel {
  readonly name: string;
  /** The experiment that it is trained in, by its id in the catalogue. */
  readonly experiment: string;
  /**
   * The experiment's own, or drawn ones of the same size, where those would
   * have to be fetched: a step takes as long with either.
   */
  readonly images: "own" | "drawn";
  readonly batches: readonly number[];
}

/** The batch size whose step stands for the whole; every model has it. */
export const HEADLINE_BATCH = 512;

/** The models; the first one gives the headline. One entry a model. */
export const benchModels: readonly BenchModel[] = [
  {
    name: "mnist",
    experiment: "mnist-rotation-small",
    images: "own",
    batches: [128, HEADLINE_BATCH, 2048],
  },
  {
    name: "cifar10",
    experiment: "cifar10-scaling",
    images: "drawn",
    batches: [HEADLINE_BATCH, 1024],
  },
];

/** All models, in a quick run without the batches above the headline's. */
export function modelsToTime(quick: boolean): readonly BenchModel[] {
  const most = quick ? HEADLINE_BATCH : Infinity;
  return benchModels.map((model) => ({
    ...model,
    batches: model.batches.filter((batch) => batch <= most),
  }));
}
