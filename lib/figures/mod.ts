/**
 * Figures as SVG, each a function of its data.
 *
 * @module
 */
export type { ArchitectureData } from "./architecture/architecture_data.ts";
export { augmentedFigure } from "./detection/augmented.ts";
export {
  type CoefficientsData,
  coefficientsFigure,
} from "./latent/coefficients.ts";
export type { CurveRow, StageStart } from "./training/curve_panel.ts";
export { detectionFigures } from "./detection/detection_figures.ts";
export {
  type EigenvaluesData,
  eigenvaluesFigure,
} from "./latent/eigenvalues.ts";
export {
  type FieldOverImageData,
  fieldOverImageFigure,
} from "./detection/field_over_image.ts";
export type { FramedImage } from "./detection/field_parts.ts";
export type { Figure } from "./figure.ts";
export { type FlowStripData, flowStripFigure } from "./images/flow_strip.ts";
export {
  type GeneratorMatricesData,
  generatorMatricesFigure,
} from "./latent/generator_matrices.ts";
export type { ParameterHistogramData } from "./histogram/histogram_data.ts";
export type { ImageRow, PairRowsData } from "./images/image_grid.ts";
export { type LatentFlowData, latentFlowFigure } from "./latent/latent_flow.ts";
export type { LatentFlowRow } from "./latent/latent_flow_grid.ts";
export type { LatentFrame, MovedPatch } from "./latent/latent_panels.ts";
export {
  type OutputHistogramData,
  outputHistogramFigure,
} from "./histogram/output_histogram.ts";
export { pairRowsFigure } from "./images/pair_rows.ts";
export {
  type ParameterErrorData,
  parameterErrorFigure,
} from "./histogram/parameter_error.ts";
export { parameterHistogramFigure } from "./histogram/parameter_histogram.ts";
export {
  type TDistributionData,
  tDistributionFigure,
} from "./detection/t_distribution.ts";
export {
  type TrainingCurvesData,
  trainingCurvesFigure,
} from "./training/training_curves.ts";
export { workingPairsFigure } from "./detection/working_pairs.ts";
export {
  type WorstPair,
  type WorstPairsData,
  worstPairsFigure,
} from "./detection/worst_pairs.ts";
