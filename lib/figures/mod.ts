/**
 * Figures as SVG, each made of data alone.
 *
 * @module
 */
export type { ArchitectureData } from "./architecture_data.ts";
export { augmentedFigure } from "./augmented.ts";
export { type CoefficientsData, coefficientsFigure } from "./coefficients.ts";
export type { CurveRow, StageStart } from "./curve_panel.ts";
export { detectionFigures } from "./detection_figures.ts";
export { type EigenvaluesData, eigenvaluesFigure } from "./eigenvalues.ts";
export {
  type FieldOverImageData,
  fieldOverImageFigure,
} from "./field_over_image.ts";
export type { FramedImage } from "./field_parts.ts";
export type { Figure } from "./figure.ts";
export { type FlowStripData, flowStripFigure } from "./flow_strip.ts";
export {
  type GeneratorMatricesData,
  generatorMatricesFigure,
} from "./generator_matrices.ts";
export type { ParameterHistogramData } from "./histogram_data.ts";
export type { ImageRow, PairRowsData } from "./image_grid.ts";
export { type LatentFlowData, latentFlowFigure } from "./latent_flow.ts";
export type { LatentFlowRow } from "./latent_flow_grid.ts";
export type { LatentFrame, MovedPatch } from "./latent_panels.ts";
export {
  type OutputHistogramData,
  outputHistogramFigure,
} from "./output_histogram.ts";
export { pairRowsFigure } from "./pair_rows.ts";
export {
  type ParameterErrorData,
  parameterErrorFigure,
} from "./parameter_error.ts";
export { parameterHistogramFigure } from "./parameter_histogram.ts";
export {
  type TDistributionData,
  tDistributionFigure,
} from "./t_distribution.ts";
export {
  type TrainingCurvesData,
  trainingCurvesFigure,
} from "./training_curves.ts";
export { workingPairsFigure } from "./working_pairs.ts";
export {
  type WorstPair,
  type WorstPairsData,
  worstPairsFigure,
} from "./worst_pairs.ts";
