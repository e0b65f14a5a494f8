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
 * The named ways to train: `stable`, the paper's own, and on the way from one
 * to the other one ingredient more at a time.
 */
export const presets: Readonly<
  Record<PresetName, (stages: StageSteps) => TrainingSettings>
> = {
  stable: stableSettings,
  /** The other batch size of the paper's appendix D, alpha learned to the end. */
  "stable-batch-1024": (stages) => ({
    ...gradientSettings(stages),
    batchSize: 1024,
  }),
  /** As written, with the order of the authors' later code. */
  paper: ofOrder(1),
  "paper-order-3": ofOrder(3),
  /** A basin stage of order 3, then the exact action. */
  "paper-curriculum": withCurriculum,
  /** On the coarse grid, tapered and in split form; all terms still move t and alpha. */
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

/** One run of one experiment, as data. */
export interface RunSpec {
  /** The experiment. */
  readonly experiment: Experiment;
  /** Decides every random number. */
  readonly seed: number;
  /** The number of steps. */
  readonly budget: BudgetName;
  /** The settings of the training. */
  readonly preset: PresetName;
  /** What is varied, in `experiment` too. */
  readonly variation?: Applied;
}

/** The same run with something varied. */
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
 * The training settings that a spec stands for.
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
