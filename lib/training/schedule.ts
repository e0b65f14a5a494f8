import type { ParameterGroup } from "../model/symmetry_model.ts";
import type { Decay, TrainingSettings } from "./settings.ts";

/** The stages of the curriculum. */
export type Stage = "basin" | "joint" | "fine";

/** The stage that a step (from 0) is in. */
export function stageAt(settings: TrainingSettings, step: number): Stage {
  const [basin, fine] = stageStarts(settings).slice(1);
  if (step < basin.step) return "basin";
  return step < fine.step ? "joint" : "fine";
}

/** The stages that have steps, in order. */
export function stagesWithSteps(
  settings: TrainingSettings,
): ReturnType<typeof stageStarts> {
  return stageStarts(settings)
    .filter(({ step }, i, all) => step < (all[i + 1]?.step ?? settings.steps));
}

/** The first step of every stage; that of one that is left out is the next's. */
export function stageStarts(
  { steps, curriculum, matching, registration }: TrainingSettings,
): readonly { readonly stage: Stage; readonly step: number }[] {
  const { basinSteps } = curriculum;
  // Where matched t teach, there is no L_alpha to be made fine.
  const share = registration?.taught ? 0 : matching.fine?.share ?? 0;
  const fineSteps = Math.round(share * (steps - basinSteps));
  return [
    { stage: "basin", step: 0 },
    { stage: "joint", step: basinSteps },
    { stage: "fine", step: steps - fineSteps },
  ];
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

/**
 * Steps that Adam has made in the present part of a training, at a step (from 0).
 * After a registration, all that still learns begins anew.
 */
export function stepsOfAdam(settings: TrainingSettings, step: number): number {
  const { basinSteps } = settings.curriculum;
  return isAlphaFixed(settings, step) ? step - basinSteps : step;
}

/** Whether alpha stays as a registration found it. */
export function isAlphaFixed(
  { registration, curriculum }: TrainingSettings,
  step: number,
): boolean {
  return registration !== undefined && step >= curriculum.basinSteps;
}
