/**
 * The paper's experiments: preparation, training, scores, figures and comparisons.
 *
 * @module
 */
export type { AblationName } from "./ablations.ts";
export { type BudgetName, budgets } from "./budgets.ts";
export {
  catalogue,
  type Experiment,
  experimentById,
  type PairMaking,
  type Targets,
} from "./catalogue.ts";
export {
  bothOrdersFigure,
  commutatorFigure,
  commutatorSizesFigure,
} from "./commutator_figures.ts";
export type { ClassifierScore } from "./constraint/classifier_scores.ts";
export {
  constraintCatalogue,
  type ConstraintExperiment,
} from "./constraint/constraint_catalogue.ts";
export {
  type ConstraintData,
  type Labelled,
  loadConstraintData,
} from "./constraint/constraint_data.ts";
export {
  type ConstraintSettings,
  constraintSettings,
} from "./constraint/constraint_settings.ts";
export type { ComparisonOptions } from "./constraint/shown/compare_classifiers.ts";
export type { LabelledChoice } from "./constraint/shown/labelled_images.ts";
export * from "./constraint/shown/mod.ts";
export type { SeriesOptions } from "./constraint/shown/series_matrices.ts";
export type { ShownFlow } from "./constraint/shown/shown_flow.ts";
export type { FlowSource, flowSources } from "./constraint/used_flow.ts";
export {
  demonstrate,
  type Demonstrated,
  type Demonstration,
  demonstrationFigure,
  demonstrations,
} from "./demonstrations.ts";
export { coefficientsAgainst, detectionScores } from "./detection_scores.ts";
export {
  type EstimatedT,
  evaluateRun,
  type Evaluation,
  type Scored,
} from "./evaluate.ts";
export * from "./figures_of.ts";
export { flowExplorerOf } from "./flow_explorer.ts";
export { type HistoryLine, historyLines } from "./history.ts";
export { type LiveViewOptions, watchLive } from "./live_view.ts";
export type { Metrics, RunFacts, TrainingFacts } from "./metrics.ts";
export { channelsFigureOf } from "./paper_figures.ts";
export { disposePrepared, prepare, type Prepared } from "./prepare.ts";
export {
  finishRun,
  type RunResult,
  trainRun,
  type TrainRunOptions,
} from "./run.ts";
export type { PresetName, RunSpec } from "./run_spec.ts";
export { scoresTable } from "./scores_table.ts";
export {
  type SeveralDetection,
  severalDetectionScores,
} from "./several_detection_scores.ts";
export {
  generatedBy,
  type Spanned,
  spannedBy,
  spannedFieldsFigure,
} from "./spanned.ts";
export type { Applied } from "./variations.ts";
export { type Watch, watchTraining } from "./watch.ts";
export type {
  LiveFigure,
  Progress,
  ProgressValues,
  TableRow,
} from "../display/display.ts";
export type { Clock } from "../display/time_left.ts";
export type { Baselines } from "../evaluation/baselines.ts";
export type { ErrorAtT } from "../evaluation/error_by_t.ts";
export { estimate } from "../evaluation/estimate.ts";
export type { FlowErrors } from "../evaluation/flow_check.ts";
export { generatorName } from "../evaluation/generator_name.ts";
export {
  type GeneratorScores,
  generatorScores,
} from "../evaluation/generator_scores.ts";
export {
  type CircleScores,
  type ParameterScores,
  parameterScores,
} from "../evaluation/parameter_scores.ts";
export type { ReconstructionErrors } from "../evaluation/reconstruction.ts";
export { wassersteinDistance } from "../evaluation/wasserstein.ts";
export type { Architecture } from "../model/architectures.ts";
