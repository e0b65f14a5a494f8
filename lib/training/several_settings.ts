import {
  stableSettings,
  type StageSteps,
  type TrainingSettings,
} from "./settings.ts";

/** All settings of a training of several generators, apart from data and seed. */
export interface SeveralSettings extends TrainingSettings {
  /** Largest number of training pairs to match; matching takes 6 ms per pair. */
  readonly matched: number;
  /**
   * Number of further pairs, which are made of other x0, moved along the found flows by
   * parameters of matched pairs. With 3,000 matched pairs alone, the t-network's error
   * is six times larger on held-out rigid motions than on the training pairs.
   */
  readonly selfMade: number;
  /**
   * Number of pairs per batch that train the autoencoder; all of them train the
   * t-network.
   */
  readonly reconstructed: number;
}

/**
 * Number of matched pairs. On rigid motions of digits, the t-network's error is 0.48
 * pixels with 800 matched pairs and 10,000 self-made ones, and 0.46 pixels with 2,000
 * and 16,000.
 */
const MATCHED = 2000;

/** Largest number of self-made pairs: their images take 250 MB for CIFAR-10. */
const MOST_SELF_MADE = 20_000;

/**
 * Settings of the preset `stable` for several generators: registration, then a
 * t-network that learns matched parameters. There is no basin stage, because this
 * registration needs no start.
 */
export function severalSettings({ jointSteps }: StageSteps): SeveralSettings {
  const stable = stableSettings({ basinSteps: 0, jointSteps });
  return {
    ...stable,
    batchSize: 512,
    reconstructed: 128,
    registration: { pairs: 600, taught: 128 },
    matched: MATCHED,
    selfMade: Math.min(64 * jointSteps, MOST_SELF_MADE),
  };
}
