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
   * lambda_L, LASSO on alpha in the joint stage, as a share of the present weighted
   * generator match; so it decreases together with the error of the match.
   */
  readonly sparsity: number;
}

/**
 * The curriculum of the order. The first stage finds the basin of attraction: only
 * L_alpha, with a truncated series, trains alpha and the t-network. The second stage
 * trains the whole model on the whole loss, with the exact action.
 */
export interface Curriculum {
  /** Number of steps of the first stage. */
  readonly basinSteps: number;
  /** Taylor order of the first stage's series. */
  readonly order: number;
  /**
   * Share of a batch that enters L_alpha in the first stage. These are the pairs that
   * changed least, because a series of low order is accurate for small t.
   */
  readonly nearestShare: number;
}

/** Evaluation of L_alpha. */
export interface Matching {
  /** Grid of the comparison; the t-network sees the pairs on the same grid. */
  readonly grid: PixelGrid;
  /** Order of the series from the joint stage on, or "exact" for the exact action. */
  readonly order: number | "exact";
  /** Number of pairs per batch that enter L_alpha in the joint stage. */
  readonly pairs: number;
  /** A last stage on a finer grid; by default there is none. */
  readonly fine?: FineMatching;
}

/**
 * A last stage that matches on a finer grid. Blurring and moving do not commute unless
 * the flow is a rotation or a translation, so the coarse match has a small error: 2
 * degrees for a shear. In this stage, x0 is moved at the fine resolution, and then
 * blurred and pooled like xt.
 */
export interface FineMatching {
  /** Grid at the images' own resolution. */
  readonly grid: PixelGrid;
  /** Number of pairs per batch that enter L_alpha. */
  readonly pairs: number;
  /** Share of the joint steps that this stage takes, at their end. */
  readonly share: number;
}

/**
 * Registration after the basin stage: the generator is fitted to the pixels of some
 * training pairs by least squares, along the exact flow, and is fixed afterwards.
 */
export interface Registration {
  /** Largest number of training pairs that the generator is fitted to. */
  readonly pairs: number;
  /**
   * Number of pairs per batch whose matched t the t-network learns. The t of all pairs
   * that are still to be drawn are matched with the generator, and move the latent
   * codes; L_alpha is left out. If 0, none is matched, and the t-network is trained
   * with L_alpha.
   */
  readonly taught: number;
}

/**
 * Muon's part in the training, once alpha is known: it updates some weight matrices of
 * the autoencoder, and Adam everything else. Muon lowers the error at the narrow end of
 * the autoencoder. The t-network does not improve: after 600 steps on
 * `mnist-rotation-small`, its W1/std is 0.0077 with Muon and 0.0050 with Adam.
 */
export interface Muon {
  /** Largest smaller side of a matrix that Muon updates. */
  readonly widest: number;
  /** Ratio of Muon's learning rate to Adam's. */
  readonly factor: number;
}

/**
 * An earlier end of a training. Some training pairs are held out from the batches, and
 * the learning rates begin to decay once the loss of these pairs no longer falls.
 *
 * Pairs are held out only if every pair would be drawn often. With 60,000 pairs the
 * budget `standard` draws each pair twice, and `long` 20 times; errors fall to the end
 * then.
 */
export interface HeldOut {
  /** The number of draws of every pair from which on pairs are held out. */
  readonly draws: number;
  /** Share of the training pairs that are held out. */
  readonly share: number;
  /** Largest number of held-out pairs. */
  readonly most: number;
  /** Least number of held-out pairs; if there would be fewer, none are held out. */
  readonly least: number;
  /** Number of steps between two evaluations of their loss. */
  readonly every: number;
  /** Share of the least loss by which a loss must be less to count as a fall. */
  readonly gain: number;
  /** Number of evaluations without a fall that begin the decay. */
  readonly patience: number;
}

/** Decay of the learning rates. */
export type Decay =
  /** To zero along a cosine, over the last share of the steps. */
  | { readonly kind: "cosine"; readonly share: number }
  /** By a factor, every given number of steps. */
  | { readonly kind: "steps"; readonly every: number; readonly factor: number };

/** All settings of a training, apart from data and seed. */
export interface TrainingSettings {
  /** Number of steps in all stages. */
  readonly steps: number;
  /** Number of pairs per step. */
  readonly batchSize: number;
  /** Evaluation of L_alpha. */
  readonly matching: Matching;
  /** Weights of the loss terms. */
  readonly weights: LossWeights;
  /** The first stage. */
  readonly curriculum: Curriculum;
  /** Registration of alpha; if left out, alpha is learned to the end. */
  readonly registration?: Registration;
  /** Adam's learning rates. */
  readonly learningRate: {
    readonly autoencoder: number;
    readonly tNetwork: number;
    readonly alpha: number;
  };
  /** Use of Muon; if left out, Adam updates everything. */
  readonly muon?: Muon;
  /** Decay of the learning rates. */
  readonly decay: Decay;
  /**
   * An earlier end, if the t-network learns matched t; if left out, all steps are done.
   */
  readonly heldOut?: HeldOut;
  /**
   * Whether the latent and transformed-reconstruction terms train t and alpha, in
   * addition to the autoencoder. If false, t or alpha is a constant in these terms, and
   * learns from L_alpha only: the terms would pull t towards zero, and alpha away from
   * the truth.
   */
  readonly latentTermsMove: { readonly t: boolean; readonly alpha: boolean };
}

/** Durations of the stages, in steps. */
export interface StageSteps {
  /** Steps of the first stage. */
  readonly basinSteps: number;
  /** Steps after the first stage. */
  readonly jointSteps: number;
  /**
   * Steps after the first stage if the t-network learns matched t; by default
   * `jointSteps`.
   */
  readonly taughtSteps?: number;
}

/**
 * Settings of the preset `without-registration`: the whole loss with the variants that
 * work best, and alpha learned by gradient to the end.
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
 * Settings of the preset `stable`: basin stage, registration, and a t-network that
 * learns matched t.
 *
 * With alpha and t known, small batches with a larger learning rate give the lowest
 * error. After 700 joint steps on special conformal pairs the transformed
 * reconstruction errs by 0.024 per pixel with 128 pairs per step, and by 0.026 with
 * 256, which take 1.5 times as long. The gradient settings reach 0.026 with 512, which
 * take 3.5 times as long.
 *
 * On `mnist-rotation-large`, 450 steps with Muon reach 0.018 per pixel, and 700 steps
 * with Adam alone 0.0215. With a factor of 5 or 20 in place of 10 the error is 7 % and
 * 16 % larger.
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
    heldOut: {
      draws: 30,
      share: 0.05,
      most: 256,
      least: 10,
      every: 25,
      gain: 0.01,
      patience: 3,
    },
    learningRate: {
      ...settings.learningRate,
      autoencoder: 1.5e-3,
      tNetwork: 2e-3,
    },
  };
}

/** Number of steps in which batches of 512 pairs use MNIST's 60,000 images once. */
const STEPS_PER_EPOCH = 117;

/**
 * Settings of the preset `paper`: the loss as the paper states it, in which all terms
 * train t and alpha, and L_alpha has the series of the plain generator at full
 * resolution.
 *
 * @param order Order of the series of eq. (12); the authors' later code uses 1.
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
