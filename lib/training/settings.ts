/** Weights of the terms of the loss, eq. (6). L_X has weight 1. */
export interface LossWeights {
  /** lambda_Z, latent match, eq. (5). */
  readonly latent: number;
  /** lambda_R, plain reconstruction of both images. */
  readonly reconstruction: number;
  /** lambda_alpha, generator match in pixel space, eq. (12). */
  readonly matching: number;
  /**
   * lambda_L, LASSO on alpha, as a share of the current weighted generator
   * match, in the joint stage: the pull fades as the match gets good.
   */
  readonly sparsity: number;
}

/**
 * The order curriculum. A first stage finds the basin: only L_alpha, with a
 * truncated series, moves alpha and the t-network. The second stage trains the
 * whole model on the whole loss, with the exact action.
 */
export interface Curriculum {
  /** Steps of the first stage, of all steps. */
  readonly basinSteps: number;
  /** Taylor order of its series. */
  readonly order: number;
  /**
   * Share of a batch that enters L_alpha in the first stage: the pairs that
   * changed least, because a low order is right where t is small.
   */
  readonly nearestShare: number;
}

/** Everything that decides how a model is trained, apart from data and seed. */
export interface TrainingSettings {
  readonly steps: number;
  readonly batchSize: number;
  /** Pairs of a batch that enter L_alpha in the second stage. */
  readonly matchingPairs: number;
  readonly weights: LossWeights;
  readonly curriculum: Curriculum;
  /** Adam's learning rates. */
  readonly learningRate: {
    readonly autoencoder: number;
    readonly tNetwork: number;
    readonly alpha: number;
  };
  /** Share of the steps, at the end, over which the rates fall to zero. */
  readonly decayShare: number;
  /**
   * What the latent and transformed-reconstruction terms may move besides the
   * autoencoder. Where false, t or alpha is a constant in them and learns from
   * L_alpha alone: they pull t towards zero and alpha off the truth.
   */
  readonly latentTermsMove: { readonly t: boolean; readonly alpha: boolean };
}

/** How long the two stages last, in steps. */
export interface StageSteps {
  readonly basinSteps: number;
  readonly jointSteps: number;
}

/** The preset `stable`. */
export function stableSettings(
  { basinSteps, jointSteps }: StageSteps,
): TrainingSettings {
  return {
    steps: basinSteps + jointSteps,
    batchSize: 512,
    matchingPairs: 64,
    weights: { latent: 0.1, reconstruction: 1, matching: 10, sparsity: 0.03 },
    curriculum: { basinSteps, order: 3, nearestShare: 1 },
    learningRate: { autoencoder: 1e-3, tNetwork: 1e-3, alpha: 1e-2 },
    decayShare: 0.4,
    latentTermsMove: { t: false, alpha: false },
  };
}
