/**
 * Neural symmetry detection: finds which one-parameter transformation relates
 * pairs of images, and how far each pair is moved, without labels.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

export * from "./constraint/mod.ts";
export type { GroundTruth, GroupGroundTruth } from "./datasets/pairs.ts";
export { makeGroupPairs, makePairs, withNoise } from "./datasets/pairs.ts";
export { someImages } from "./datasets/some_images.ts";
export type { ImageSet, Pairs } from "./datasets/types.ts";
export { datasets } from "./datasets/datasets.ts";
export type {
  ChannelsAxis,
  OpenOptions,
  PairOptions,
} from "./datasets/image_axes.ts";
export { memoryStacks } from "./datasets/memory_stack.ts";
export type { SequencePlaces } from "./datasets/sequence_places.ts";
export { openPairs, type StackPair } from "./datasets/open_images.ts";
export { type Answer, answerOf } from "./detection/answer.ts";
export {
  augment,
  type AugmentOptions,
  type MovedPicture,
} from "./detection/augment.ts";
export type { FlowTime } from "./detection/timed_field.ts";
export { detect, detectIn, type DetectOptions } from "./detection/detect.ts";
export type * from "./detection/detection.ts";
export type { LabelTest, LabelVerdict } from "./detection/label_test.ts";
export type { Description } from "./detection/describe.ts";
export {
  type NaturalParameter,
  naturalValue,
} from "./detection/natural_parameter.ts";
export type { Evidence, Verdict } from "./detection/diagnose.ts";
export type { FiniteMap } from "./matching/finite_map.ts";
export { flowModel } from "./detection/flow_model.ts";
export type { FlowModelSize } from "./model/flow_graph.ts";
export type { Found } from "./detection/found.ts";
export { pictureAt } from "./detection/picture_at.ts";
export { readAnswer } from "./detection/read_answer.ts";
export { flow, type Mover, type Picture } from "./detection/use.ts";
export { readPairs } from "./detection/read_pairs.ts";
export type { WorkingPairs } from "./detection/working_pairs.ts";
export { detectionPage } from "./display/detection_page.ts";
export { type NamedAlgebra, sayAlgebra } from "./display/algebra_text.ts";
export { labelWords } from "./display/label_words.ts";
export { firstWords, sayDetection } from "./display/detection_text.ts";
export type { Display, HtmlOutput } from "./display/display.ts";
export { flowExplorer } from "./display/flow_explorer.ts";
export { foundExplorer } from "./display/found_explorer.ts";
export { jupyterDisplay } from "./display/jupyter.ts";
export { silentDisplay } from "./display/silent.ts";
export { terminalDisplay } from "./display/terminal.ts";
export { writeDetection } from "./display/write_detection.ts";
export { estimate } from "./evaluation/estimate.ts";
export { generatorName } from "./evaluation/generator_name.ts";
export { generatorScores } from "./evaluation/generator_scores.ts";
export { parameterScores } from "./evaluation/parameter_scores.ts";
export { wassersteinDistance } from "./evaluation/wasserstein.ts";
export type { Experiment } from "./experiments/catalogue.ts";
export { catalogue, experimentById } from "./experiments/catalogue.ts";
export {
  bothOrdersFigure,
  commutatorFigure,
  commutatorSizesFigure,
} from "./experiments/commutator_figures.ts";
export { constraintCatalogue } from "./experiments/constraint/constraint_catalogue.ts";
export { loadConstraintData } from "./experiments/constraint/constraint_data.ts";
export { constraintSettings } from "./experiments/constraint/constraint_settings.ts";
export * from "./experiments/constraint/shown/mod.ts";
export {
  demonstrate,
  demonstrationFigure,
  demonstrations,
} from "./experiments/demonstrations.ts";
export {
  coefficientsAgainst,
  detectionScores,
} from "./experiments/detection_scores.ts";
export { evaluate } from "./experiments/evaluate.ts";
export * from "./experiments/figures_of.ts";
export { flowExplorerOf } from "./experiments/flow_explorer.ts";
export { historyLines } from "./experiments/history.ts";
export { watchLive } from "./experiments/live_view.ts";
export type { Metrics } from "./experiments/metrics.ts";
export { channelsFigureOf } from "./experiments/paper_figures.ts";
export { disposePrepared, prepare } from "./experiments/prepare.ts";
export { finishRun, type RunResult, trainRun } from "./experiments/run.ts";
export { type BudgetName, budgets } from "./experiments/budgets.ts";
export { scoresTable } from "./experiments/scores_table.ts";
export {
  type SeveralDetection,
  severalDetectionScores,
} from "./experiments/several_detection_scores.ts";
export {
  generatedBy,
  type Spanned,
  spannedBy,
  spannedFieldsFigure,
} from "./experiments/spanned.ts";
export { watchTraining } from "./experiments/watch.ts";
export { augmentedFigure } from "./figures/augmented.ts";
export { detectionFigures } from "./figures/detection_figures.ts";
export { workingPairsFigure } from "./figures/working_pairs.ts";
export { inSequence, oneAfterTheOther, type Step } from "./flow/sequence.ts";
export {
  type GroupName,
  type TransformationGroup,
  transformationGroups,
} from "./flow/transformation_groups.ts";
export {
  about,
  type Transformation,
  transformations,
} from "./flow/transformations.ts";
export { warp } from "./images/warp.ts";
export * from "./lie/basis.ts";
export * from "./lie/derivative_operators.ts";
export { expm } from "./lie/expm.ts";
export { exponentialAction } from "./model/exponential_action.ts";
export { combine, generatorStack } from "./lie/generator.ts";
export * from "./random/distributions.ts";
export * from "./random/joint_distributions.ts";
export { normal, randomStream } from "./random/streams.ts";
export { startRuntime } from "./runtime/runtime.ts";
/** The module of TensorFlow.js, which layers take from their caller. */
export { tf };
