import {
  stableSettings,
  type StageSteps,
  type TrainingSettings,
} from "./settings.ts";

/** Everything that decides how a model of several generators is trained. */
export interface SeveralSettings extends TrainingSettings {
  /**
   * Training pairs that are matched: those that the t-network and the latent flow learn
   * from. Matching takes 6 ms per pair.
   */
  readonly matched: number;
}

/**
 * The preset `stable` for several generators: register, then teach. Without a basin
 * stage, for the registration needs no start.
 */
export function severalSettings({ jointSteps }: StageSteps): SeveralSettings {
  const stable = stableSettings({ basinSteps: 0, jointSteps });
  return {
    ...stable,
    registration: { pairs: 600, taught: 128 },
    matched: Math.min(20 * jointSteps, 12_000),
  };
}
