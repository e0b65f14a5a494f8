/** A model whose training step is timed. */
export interface BenchModel {
  readonly name: string;
  /** The experiment that it is trained in, by its id in the catalogue. */
  readonly experiment: string;
  readonly batches: readonly number[];
}

/** The batch size whose step stands for the whole. */
export const HEADLINE_BATCH = 512;

/** The models; the first one gives the headline. One entry a model. */
export const benchModels: readonly BenchModel[] = [
  {
    name: "mnist",
    experiment: "mnist-rotation-small",
    batches: [128, HEADLINE_BATCH, 2048],
  },
];
