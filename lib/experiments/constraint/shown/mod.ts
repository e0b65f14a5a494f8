/**
 * The functions that the notebook on constraints calls, one per figure, training and
 * comparison.
 *
 * @module
 */
export { accuracyAlongFigure } from "./accuracy_along.ts";
export {
  classifierCurvesFigure,
  classifierRows,
  compareClassifiers,
} from "./compare_classifiers.ts";
export { equivarianceFigure } from "./equivariance.ts";
export { filtersAlongFlowFigure } from "./filters_along_flow.ts";
export { labelledImages } from "./labelled_images.ts";
export { plainClassifier, trainClassifier } from "./layers_classifier.ts";
export { seriesMatricesFigure } from "./series_matrices.ts";
