import type { DatasetFolders } from "../datasets/datasets.ts";
import type { Display } from "../display/display.ts";
import type { Figure } from "../figures/figure.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { BudgetName } from "./budgets.ts";
import type { Targets } from "./catalogue.ts";
import type { ConstraintMetrics } from "./constraint/constraint_metrics.ts";
import type { RunPanels } from "./figures_of.ts";
import type { MethodMetrics } from "./method_run.ts";
import type { MethodName } from "./methods.ts";
import type { Metrics } from "./metrics.ts";
import type { PresetName } from "./run_spec.ts";
import type { SeveralMetrics } from "./several/several_metrics.ts";
import type { Applied } from "./variations.ts";

/** The context that a command gives to its work. */
export interface WorkContext {
  /** The folder of the whole command. */
  readonly out: string;
  /** Whether to start again, without the checkpoints of earlier runs. */
  readonly fresh: boolean;
  readonly runtime: Runtime;
  readonly display: Display;
  readonly signal: AbortSignal;
  /** Folders that data sets are read from, by name, instead of their packages. */
  readonly folders?: DatasetFolders;
}

/** One item of a command's work. */
export interface Planned {
  readonly id: string;
  readonly title: string;
  /** The paper's figures that it makes; empty beyond the paper. */
  readonly figure: string;
  readonly seed?: number;
  readonly preset?: PresetName | MethodName;
  /** The folder of its files, within the output folder. */
  readonly folder: string;
  /** The command that repeats it. */
  readonly command: string;
  /** Its target scores, if there are any. */
  readonly targets?: Targets;
  readonly secondsOn: (runtime: Runtime) => number;
  /** The largest memory that it takes, bytes, if that is known. */
  readonly bytes?: number;
  /** Does the work and writes its folder; undefined if it was interrupted. */
  readonly run: (context: WorkContext) => Promise<Outcome | undefined>;
}

/** The metrics.json of any run. */
export type AnyMetrics =
  | Metrics
  | MethodMetrics
  | SeveralMetrics
  | ConstraintMetrics;

/** The outcome of a finished item of work. */
export interface Outcome {
  readonly metrics?: AnyMetrics;
  readonly figures: readonly Figure[];
  readonly panels?: RunPanels;
  /** A summary of one line. */
  readonly summary: string;
  /**
   * The reason why the training failed; the other entries are then of its last good
   * state.
   */
  readonly error?: string;
}

/**
 * The seeds, the budget, the presets and the variation that a command runs an experiment
 * with.
 */
export interface PlanOptions {
  readonly seeds: readonly number[];
  readonly budget: BudgetName;
  readonly presets: readonly (PresetName | MethodName)[];
  /** The varied setting; at most one. */
  readonly variation?: Applied;
}

/** An entry of `--list`, with the function that plans it. */
export interface Listed {
  readonly id: string;
  readonly figure: string;
  readonly dataset: string;
  readonly transformation: string;
  readonly distribution: string;
  readonly plan: (options: PlanOptions) => readonly Planned[];
}
