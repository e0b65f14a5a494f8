import { coarseGrid, fineGrid, type PixelGrid } from "../model/pixel_flow.ts";

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

/** How L_alpha is evaluated. */
export interface Matching {
  /** Where; the t-network sees the pairs on the same grid. */
  readonly grid: PixelGrid;
  /** Order of the series from the joint stage on, or the exact action. */
  readonly order: number | "exact";
  /** Pairs of a batch that enter in the joint stage. */
  readonly pairs: number;
  /** The last stage on a finer grid; by default there is none. */
  readonly fine?: FineMatching;
}

/**
 * A last stage that matches on a finer grid. Blurring and moving do not commute
 * unless the flow is a rotation or a translation, so that the coarse match is off
 * by a little: 2 degrees for a shear. Here x0 is moved as it is, and then blurred
 * and pooled like xt.
 */
export interface FineMatching {
  /** Of the images' own resolution. */
  readonly grid: PixelGrid;
  /** Pairs of a batch that enter. */
  readonly pairs: number;
  /** Share of the joint steps, at the end. */
  readonly share: number;
}

/**
 * Registration after the basin stage: the generator is fitted to the pixels of some
 * training pairs by least squares, along the exact flow, and then stays as it is.
 */
export interface Registration {
  /** Training pairs that the generator is fitted to, at most. */
  readonly pairs: number;
  /**
   * Pairs of a batch whose matched t the t-network learns. The t of all pairs that
   * are still to be drawn are matched with the generator, and move the latent codes;
   * L_alpha is left out. If 0, none is matched, and the t-network goes on with L_alpha.
   */
  readonly taught: number;
}

/**
 * Which weight matrices of the autoencoder Muon updates, once alpha is known. Adam
 * updates everything else. Muon pays at the narrow end of the autoencoder. The t-network
 * gets no better by it: after 600 steps on `mnist-rotation-small` its W1/std is 0.0077 by
 * Muon and 0.0050 by Adam.
 */
export interface Muon {
  /** Matrices whose smaller side has at most so many entries. */
  readonly widest: number;
  /** Its learning rate over Adam's. */
  readonly factor: number;
}

/** How the learning rates fall. */
export type Decay =
  /** Down to zero along a cosine, over the last share of the steps. */
  | { readonly kind: "cosine"; readonly share: number }
  /** Times a factor, every so many steps. */
  | { readonly kind: "steps"; readonly every: number; readonly factor: number };

/** Everything that decides how a model is trained, apart from data and seed. */
export interface TrainingSettings {
  /** Number of all steps. */
  readonly steps: number;
  /** Number of pairs per step. */
  readonly batchSize: number;
  /** How L_alpha is evaluated. */
  readonly matching: Matching;
  /** Weights of the loss terms. */
  readonly weights: LossWeights;
  /** The first stage. */
  readonly curriculum: Curriculum;
  /** If left out, alpha is learned to the end. */
  readonly registration?: Registration;
  /** Adam's learning rates. */
  readonly learningRate: {
    readonly autoencoder: number;
    readonly tNetwork: number;
    readonly alpha: number;
  };
  /** If left out, Adam updates everything. */
  readonly muon?: Muon;
  /** How the learning rates fall. */
  readonly decay: Decay;
  /**
   * What the latent and transformed-reconstruction terms may move besides the
   * autoencoder. Where false, t or alpha is a constant in them and learns from
   * L_alpha alone: they pull t towards zero and alpha off the truth.
   */
  readonly latentTermsMove: { readonly t: boolean; readonly alpha: boolean };
}

/** How long the two stages last, in steps. */
export interface StageSteps {
  /** Steps of the first stage. */
  readonly basinSteps: number;
  /** Steps after it. */
  readonly jointSteps: number;
  /** Steps after it where matched t teach; by default as many. */
  readonly taughtSteps?: number;
}

/**
 * The preset `without-registration`: the whole loss, each ingredient as it works
 * best, alpha learned by gradient to the end.
 */
export function gradientSettings(
  { basinSteps, jointSteps }: StageSteps,
): TrainingSettings {
  return {
    steps: basinSteps + jointSteps,
    batchSize: 512,
    matching: {
      grid: coarseGrid,
      order: "exact",
      pairs: 64,
      fine: { grid: fineGrid, pairs: 32, share: 0.3 },
    },
    weights: { latent: 0.1, reconstruction: 1, matching: 10, sparsity: 0.03 },
    curriculum: { basinSteps, order: 3, nearestShare: 1 },
    learningRate: { autoencoder: 1e-3, tNetwork: 1e-3, alpha: 1e-2 },
    decay: { kind: "cosine", share: 0.4 },
    latentTermsMove: { t: false, alpha: false },
  };
}

/**
 * The preset `stable`: basin, register, teach.
 *
 * With alpha and t known, small batches with a larger step serve best. After 700
 * joint steps on special conformal pairs the transformed reconstruction errs by
 * 0.024 per pixel with 128 pairs per step and 0.026 with 256, which take 1.5 times as
 * long; the gradient settings reach 0.026 with 512, which take 3.5 times as long.
 *
 * On `mnist-rotation-large` 450 steps with Muon reach 0.018 per pixel, and 700 by Adam
 * alone 0.0215. A factor of 5 or 20 in place of 10 leaves 7 % and 16 % more.
 */
export function stableSettings(stages: StageSteps): TrainingSettings {
  const { basinSteps, jointSteps, taughtSteps = jointSteps } = stages;
  const settings = gradientSettings({ basinSteps, jointSteps: taughtSteps });
  return {
    ...settings,
    batchSize: 128,
    registration: { pairs: 2000, taught: 128 },
    muon: { widest: 128, factor: 10 },
    decay: { kind: "cosine", share: 0.4 * taughtSteps / settings.steps },
    learningRate: {
      ...settings.learningRate,
      autoencoder: 1.5e-3,
      tNetwork: 2e-3,
    },
  };
}

/** Steps in which 512 pairs at a time go through MNIST's 60,000 once. */
const STEPS_PER_EPOCH = 117;

/**
 * The preset `paper`: the loss as it is written, all terms moving t and alpha,
 * L_alpha by the series of the plain generator at full resolution.
 *
 * @param order Of the series of eq. (12); the authors' later code takes 1.
 */
export function paperSettings(
  { basinSteps, jointSteps }: StageSteps,
  order: number,
): TrainingSettings {
  const grid: PixelGrid = { resolution: "full", form: { kind: "plain" } };
  return {
    ...gradientSettings({ basinSteps: 0, jointSteps: basinSteps + jointSteps }),
    matching: { grid, order, pairs: 512 },
    // StepLR(50, 0.1) of appendix D.
    decay: { kind: "steps", every: 50 * STEPS_PER_EPOCH, factor: 0.1 },
    latentTermsMove: { t: true, alpha: true },
  };
}
