import type { ParameterGroup } from "../model/symmetry_model.ts";
import type { TrainingSettings } from "./settings.ts";

/** The stages of the curriculum. */
export type Stage = "basin" | "joint";

/** The stage that a step (from 0) is in. */
export function stageAt(
  { curriculum }: TrainingSettings,
  step: number,
): Stage {
  return step < curriculum.basinSteps ? "basin" : "joint";
}

/**
 * Adam's learning rate of a group at a step: constant, then over the last
 * `decayShare` of the steps down to zero along a cosine.
 */
export function learningRateAt(
  { steps, learningRate, decayShare }: TrainingSettings,
  group: ParameterGroup,
  step: number,
): number {
  const start = steps * (1 - decayShare);
  const progress = Math.max(0, step - start) / (steps - start);
  const factor = decayShare > 0 ? (1 + Math.cos(Math.PI * progress)) / 2 : 1;
  return learningRate[group] * factor;
}
