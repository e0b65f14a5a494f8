import type { Parameter } from "../model/symmetry_model.ts";
import type { Tensor } from "../runtime/tfjs_types.ts";
import { adamUpdate, type Moments } from "./adam.ts";
import { muonUpdate } from "./muon.ts";
import { learningRateAt } from "./schedule.ts";
import type { Muon, TrainingSettings } from "./settings.ts";

/** Position of an update in its training. */
export interface StepProgress {
  /** Number of the step, from 0, in the whole training. */
  readonly step: number;
  /** Number of updates that Adam has made since its moments were zero. */
  readonly updates: number;
  /** Factor of all learning rates. */
  readonly learningRateFactor: number;
}

/**
 * Updates one trained array: by Muon if it is a narrow weight matrix of the autoencoder
 * and the settings have Muon, else by Adam.
 *
 * @param parameter Is changed.
 * @param gradient Gradient of the loss, of the parameter's shape.
 * @param moments Are changed; Muon keeps its momentum in the first.
 */
export function updateParameter(
  parameter: Parameter,
  gradient: Tensor,
  moments: Moments,
  settings: TrainingSettings,
  { step, updates, learningRateFactor }: StepProgress,
): void {
  const { variable, group } = parameter;
  const rate = learningRateAt(settings, group, step) * learningRateFactor;
  const { muon } = settings;
  if (muon !== undefined && isByMuon(parameter, muon)) {
    muonUpdate(variable, gradient, moments.first, muon.factor * rate);
  } else {
    adamUpdate(variable, gradient, moments, rate, updates + 1);
  }
}

/** Whether Muon updates a parameter: a narrow weight matrix of the autoencoder. */
export const isByMuon = (
  { name, group, variable: { shape } }: Parameter,
  { widest }: Muon,
): boolean =>
  group === "autoencoder" && name.endsWith("/weight") &&
  Math.min(...shape) <= widest;
