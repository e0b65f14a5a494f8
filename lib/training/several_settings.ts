import {
  stableSettings,
  type StageSteps,
  type TrainingSettings,
} from "./settings.ts";

/** Everything that decides how a model of several generators is trained. */
export interface SeveralSettings extends TrainingSettings {
  /** Training pairs that are matched, at most; matching takes 6 ms per pair. */
  readonly matched: number;
  /**
   * Further pairs that are made of other x0, moved along the found flows by parameters
   * of matched pairs. With 3,000 matched pairs alone, the t-network errs six times more
   * on held-out rigid motions than on those that it has seen.
   */
  readonly selfMade: number;
  /** Pairs of a batch that train the autoencoder; all of them teach the t-network. */
  readonly reconstructed: number;
}

/**
 * With 800 matched pairs beside 10,000 self-made ones, the t-network is as right on
 * rigid motions of digits as with 2,000 beside 16,000: within 0.48 and 0.46 pixels.
 */
const MATCHED = 2000;

/** Self-made pairs, at most: their images take 250 MB for CIFAR-10. */
const MOST_SELF_MADE = 20_000;

/**
 * The preset `stable` for several generators: register, then teach. Without a basin
 * stage, for the registration needs no start.
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
