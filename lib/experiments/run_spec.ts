import config from "../../deno.json" with { type: "json" };
import { oneOf } from "../runtime/errors.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { withDerivative } from "../model/architectures.ts";
import { coarseGrid } from "../model/pixel_flow.ts";
import {
  gradientSettings,
  paperSettings,
  stableSettings,
  type StageSteps,
  type TrainingSettings,
} from "../training/settings.ts";
import { type AblationName, ablationNames, ablations } from "./ablations.ts";
import { type BudgetName, budgetNames, budgets } from "./budgets.ts";
import type { Experiment } from "./catalogue.ts";
import type { Applied } from "./variations.ts";

/** The version of this project, from deno.json. */
export const version: string = config.version;

/** The name of a preset: settings of the training. */
export type PresetName =
  | "stable"
  | "stable-batch-1024"
  | "paper"
  | "paper-order-3"
  | "paper-curriculum"
  | "paper-tapered"
  | AblationName;

/**
 * The presets: `stable`, the paper's, and presets in between that each add one
 * ingredient.
 */
export const presets: Readonly<
  Record<PresetName, (stages: StageSteps) => TrainingSettings>
> = {
  stable: stableSettings,
  /** The other batch size of the paper's appendix D; alpha is learned until the end. */
  "stable-batch-1024": (stages) => ({
    ...gradientSettings(stages),
    batchSize: 1024,
  }),
  /** The paper's method, with the order of the series in the authors' later code. */
  paper: ofOrder(1),
  "paper-order-3": ofOrder(3),
  /** The paper's method with a basin stage of order 3, then the exact action. */
  "paper-curriculum": withCurriculum,
  /**
   * The paper's method on the coarse grid, tapered and in split form; all loss terms
   * change t and alpha.
   */
  "paper-tapered": tapered,
  ...ablated(),
};

/** One preset per ablation. */
function ablated() {
  return Object.fromEntries(
    ablationNames.map((name) => [
      name,
      ablations[name].settings,
    ]),
  ) as Record<AblationName, (stages: StageSteps) => TrainingSettings>;
}

function ofOrder(order: number): (stages: StageSteps) => TrainingSettings {
  return (stages) => paperSettings(stages, order);
}

function tapered(stages: StageSteps): TrainingSettings {
  const settings = withCurriculum(stages);
  return { ...settings, matching: { ...settings.matching, grid: coarseGrid } };
}

function withCurriculum(stages: StageSteps): TrainingSettings {
  const { curriculum, steps } = gradientSettings(stages);
  const paper = paperSettings(stages, 3);
  const matching = { ...paper.matching, order: "exact", pairs: 64 } as const;
  return { ...paper, steps, curriculum, matching };
}

/** The specification of one run of one experiment. */
export interface RunSpec {
  /** The experiment. */
  readonly experiment: Experiment;
  /** The seed of every random number. */
  readonly seed: number;
  /** The budget, which gives the number of steps. */
  readonly budget: BudgetName;
  /** The preset, which gives the settings of the training. */
  readonly preset: PresetName;
  /** The varied setting; `experiment` is already varied. */
  readonly variation?: Applied;
}

/** Applies a variation to a run. */
export function variedSpec<Spec extends Pick<RunSpec, "experiment">>(
  spec: Spec,
  variation: Applied,
): Spec & Pick<RunSpec, "experiment" | "variation"> {
  return {
    ...spec,
    experiment: variation.experiment(spec.experiment),
    variation,
  };
}

/**
 * Computes the training settings of a spec.
 *
 * @throws UserError for an unknown preset or budget.
 */
export function settingsOf(
  { preset, budget, variation }: RunSpec,
): TrainingSettings {
  const names = Object.keys(presets) as PresetName[];
  const settings = presets[oneOf("preset", names, preset)](
    budgets[oneOf("budget", budgetNames, budget)],
  );
  return variation === undefined ? settings : variation.settings(settings);
}

/**
 * Computes a text that is equal for two runs if and only if they do the same. A run only
 * continues a checkpoint with the same text.
 *
 * @param settings The settings of the spec, or an adjustment of them.
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
    partners: experiment.partners,
    making: experiment.making,
    basis: experiment.basis.name,
    architecture: withDerivative(experiment.architecture),
    seed,
    settings,
    backend: runtime.backend,
    threads: runtime.threads,
  });
}
