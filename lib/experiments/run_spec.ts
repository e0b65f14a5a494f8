import config from "../../deno.json" with { type: "json" };
import type { Runtime } from "../runtime/runtime.ts";
import { stableSettings, type TrainingSettings } from "../training/settings.ts";
import { type BudgetName, budgets } from "./budgets.ts";
import type { Experiment } from "./catalogue.ts";

/** The version of this project, from deno.json. */
export const version: string = config.version;

/** The named ways to train. */
export const presets = { stable: stableSettings } as const;
export type PresetName = keyof typeof presets;

/** One run of one experiment, as data. */
export interface RunSpec {
  readonly experiment: Experiment;
  /** Decides every random number. */
  readonly seed: number;
  readonly budget: BudgetName;
  readonly preset: PresetName;
}

/** The training settings that a spec stands for. */
export function settingsOf({ preset, budget }: RunSpec): TrainingSettings {
  return presets[preset](budgets[budget]);
}

/**
 * A text that is the same for two runs exactly when they do the same: what a
 * checkpoint must agree with to be continued.
 *
 * @param settings Those that the spec stands for, or an adjustment of them.
 */
export function fingerprintOf(
  spec: RunSpec,
  runtime: Runtime,
  settings: TrainingSettings = settingsOf(spec),
): string {
  const { experiment, seed } = spec;
  const { name, support, modes } = experiment.distribution;
  return JSON.stringify({
    version,
    experiment: experiment.id,
    dataset: experiment.dataset.name,
    transformation: experiment.transformation.name,
    distribution: [name, support, modes],
    basis: experiment.basis.name,
    seed,
    settings,
    backend: runtime.backend,
    threads: runtime.threads,
  });
}
