/**
 * Neural symmetry detection: finds which one-parameter transformation relates
 * pairs of images, and how far each pair is moved, without labels.
 *
 * Every room has an entry of its own (`./lie`, `./flow`, `./detection` and so on),
 * which loads only what that room needs.
 *
 * @module
 */
import * as tfjs from "@tensorflow/tfjs";
import type { Tfjs } from "./runtime/tfjs_types.ts";

export * from "./constraint/mod.ts";
export * from "./datasets/mod.ts";
export * from "./detection/mod.ts";
export * from "./experiments/mod.ts";
export {
  augmentedFigure,
  detectionFigures,
  type Figure,
  workingPairsFigure,
} from "./figures/mod.ts";
export {
  aboutPoint,
  type Flow,
  type GroupName,
  inSequence,
  oneAfterTheOther,
  type Step,
  type Transformation,
  type TransformationGroup,
  transformationGroups,
  transformations,
} from "./flow/mod.ts";
export { warp } from "./images/mod.ts";
export {
  affine,
  type Basis,
  basisByName,
  type BasisTerm,
  cubic,
  type DerivativeName,
  type DerivativeOperator,
  derivativeOperators,
  expm,
  fieldOf,
  functionBasis,
  generatorStack,
  monomialBasis,
  projectField,
  quadratic,
  shannonWhittaker,
  usualDerivative,
  type VectorField,
} from "./lie/mod.ts";
export * from "./random/mod.ts";
export {
  exponentialAction,
  type Runtime,
  type RuntimeOptions,
  startRuntime,
  type WantedGradients,
} from "./training/mod.ts";
export { type NamedAlgebra, sayAlgebra } from "./display/algebra_text.ts";
export {
  detectionPage,
  type DetectionPageOptions,
} from "./display/detection_page.ts";
export { labelWords } from "./display/label_words.ts";
export { firstWords, sayDetection } from "./display/detection_text.ts";
export type { Display, HtmlOutput } from "./display/display.ts";
export {
  flowExplorer,
  type FlowExplorerData,
} from "./display/flow_explorer.ts";
export { foundExplorer } from "./display/found_explorer.ts";
export { jupyterDisplay, type JupyterOptions } from "./display/jupyter.ts";
export { silentDisplay } from "./display/silent.ts";
export { terminalDisplay, type TerminalOptions } from "./display/terminal.ts";
export { writeDetection } from "./display/write_detection.ts";
export type { Broadcast } from "./runtime/notebook.ts";

/** The module of TensorFlow.js, which layers take from their caller. */
export const tf: Tfjs = tfjs;
