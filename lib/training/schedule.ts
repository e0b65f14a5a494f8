import type { ParameterGroup } from "../model/symmetry_model.ts";
import type { Decay, TrainingSettings } from "./settings.ts";

/** The stages of the curriculum. */
export type Stage = "basin" | "joint";

/** The stage that a step (from 0) is in. */
export function stageAt(
  { curriculum }: TrainingSettings,
  step: number,
): Stage {
  return step < curriculum.basinSteps ? "basin" : "joint";
}

/** Adam's learning rate of a group at a step (from 0). */
export function learningRateAt(
  { steps, learningRate, decay }: TrainingSettings,
  group: ParameterGroup,
  step: number,
): number {
  return learningRate[group] * decayFactor(decay, steps, step);
}

function decayFactor(decay: Decay, steps: number, step: number): number {
  if (decay.kind === "steps") {
    return decay.factor ** Math.floor(step / decay.every);
  }
  const start = steps * (1 - decay.share);
  const progress = Math.max(0, step - start) / (steps - start);
  return decay.share > 0 ? (1 + Math.cos(Math.PI * progress)) / 2 : 1;
}
