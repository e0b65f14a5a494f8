/**
 * Detection: finds the transformation that relates pairs of images, the t of each pair
 * and a verdict, and applies the result, for example to augment images.
 *
 * The networks of the paper and TensorFlow.js are only loaded if `detect` trains them.
 *
 * @module
 */
export {
  type Answer,
  type ANSWER_FORMAT,
  answerOf,
  type AnswerTerm,
  type CONVENTIONS,
  type Distributed,
} from "./answer.ts";
export type {
  AnswerGenerator,
  SEVERAL_CONVENTIONS,
  SeveralEntries,
} from "./answer_several.ts";
export { augment, type AugmentOptions, type MovedPicture } from "./augment.ts";
export type { Description } from "./describe.ts";
export {
  detect,
  detectIn,
  type DetectOptions,
  type FirstAnswer,
} from "./detect.ts";
export type * from "./detection.ts";
export type { Evidence, Finding, Verdict } from "./diagnose.ts";
export { flowModel } from "./flow_model.ts";
export type { Found } from "./found.ts";
export type { GeneratorEvidence } from "./how_many.ts";
export type {
  AccuracyAtReach,
  Confusion,
  LABEL_CONVENTIONS,
  LabelTest,
  LabelVerdict,
} from "./label_test.ts";
export {
  type NATURAL_FORMS,
  type NATURAL_UNITS,
  type NaturalParameter,
  naturalValue,
} from "./natural_parameter.ts";
export type { NetworkStep } from "./network.ts";
export { pictureAt } from "./picture_at.ts";
export { readAnswer } from "./read_answer.ts";
export { readPairs } from "./read_pairs.ts";
export type { Shares } from "./shares.ts";
export type { FlowTime } from "./timed_field.ts";
export {
  type FoundField,
  foundFlow,
  type Mover,
  type Picture,
  type Surrounded,
} from "./use.ts";
export type { WorkingPairs } from "./working_pairs.ts";
export { memoryStacks } from "../datasets/memory_stack.ts";
export type { Mode } from "../evaluation/modes.ts";
export type { FiniteMap } from "../matching/finite_map.ts";
export type { FlowModelSize } from "../model/flow_graph.ts";
export type { GraphFiles } from "../model/graph_builder.ts";
