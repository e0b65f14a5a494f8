import type { ParameterGroup } from "../model/symmetry_model.ts";
import type { Decay, TrainingSettings } from "./settings.ts";

/** The stages of the curriculum. */
export type Stage = "basin" | "joint" | "fine";

/** Returns the stage of a step (from 0). */
export function stageAt(settings: TrainingSettings, step: number): Stage {
  const [basin, fine] = stageStarts(settings).slice(1);
  if (step < basin.step) return "basin";
  return step < fine.step ? "joint" : "fine";
}

/** Lists the stages that have steps, in order. */
export function stagesWithSteps(
  settings: TrainingSettings,
): ReturnType<typeof stageStarts> {
  return stageStarts(settings)
    .filter(({ step }, i, all) => step < (all[i + 1]?.step ?? settings.steps));
}

/**
 * Lists the first step of every stage. A stage without steps has the first step of the
 * next stage.
 */
function stageStarts(
  { steps, curriculum, matching, registration }: TrainingSettings,
): readonly { readonly stage: Stage; readonly step: number }[] {
  const { basinSteps } = curriculum;
  // If the t-network learns matched t, there is no L_alpha to refine.
  const share = registration?.taught ? 0 : matching.fine?.share ?? 0;
  const fineSteps = Math.round(share * (steps - basinSteps));
  return [
    { stage: "basin", step: 0 },
    { stage: "joint", step: basinSteps },
    { stage: "fine", step: steps - fineSteps },
  ];
}

/** Returns the learning rate of a group at a step (from 0). */
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

/**
 * Counts the steps that Adam has made, at a step (from 0). The count restarts after a
 * registration, as do the parameters that are still trained.
 */
export function stepsOfAdam(settings: TrainingSettings, step: number): number {
  const { basinSteps } = settings.curriculum;
  return isAlphaFixed(settings, step) ? step - basinSteps : step;
}

/** Whether alpha is fixed, because a registration has found it. */
export function isAlphaFixed(
  { registration, curriculum }: TrainingSettings,
  step: number,
): boolean {
  return registration !== undefined && step >= curriculum.basinSteps;
}
