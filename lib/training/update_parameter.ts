import type { Parameter } from "../model/symmetry_model.ts";
import type { Tensor } from "../runtime/tfjs_types.ts";
import { adamUpdate, type Moments } from "./adam.ts";
import { muonUpdate } from "./muon.ts";
import { learningRateAt } from "./schedule.ts";
import type { Muon, TrainingSettings } from "./settings.ts";

/** How far a training has come. */
export interface StepProgress {
  /** The step, from 0, of the whole training. */
  readonly step: number;
  /** Updates that Adam has made since it began. */
  readonly updates: number;
  /** Multiplies all learning rates. */
  readonly rateFactor: number;
}

/**
 * Updates one trained array: a narrow weight matrix of the autoencoder by Muon where the
 * settings say so, everything else by Adam.
 *
 * @param parameter Changed.
 * @param gradient As large as the parameter.
 * @param moments Changed; Muon keeps its momentum in the first.
 */
export function updateParameter(
  parameter: Parameter,
  gradient: Tensor,
  moments: Moments,
  settings: TrainingSettings,
  { step, updates, rateFactor }: StepProgress,
): void {
  const { variable, group } = parameter;
  const rate = learningRateAt(settings, group, step) * rateFactor;
  const { muon } = settings;
  if (muon !== undefined && isByMuon(parameter, muon)) {
    muonUpdate(variable, gradient, moments.first, muon.factor * rate);
  } else {
    adamUpdate(variable, gradient, moments, rate, updates + 1);
  }
}

/** Whether Muon updates it: a narrow weight matrix of the autoencoder. */
export const isByMuon = (
  { name, group, variable: { shape } }: Parameter,
  { widest }: Muon,
): boolean =>
  group === "autoencoder" && name.endsWith("/weight") &&
  Math.min(...shape) <= widest;
