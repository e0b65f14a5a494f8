/**
 * Networks that respect a flow that was found: layers of eqs. (1) and (2), lifts,
 * convolution and pooling along the flow, for a TensorFlow.js that is passed in.
 *
 * @module
 */
export { type LabelledImages, labelledPairs } from "./classed_images.ts";
export type { ConnectivityOptions } from "./connectivity_layer.ts";
export {
  connectivityNetwork,
  type ConnectivityNetworkOptions,
} from "./connectivity_network.ts";
export {
  type ClassifierOptions,
  constrainedClassifier,
  withMovedInput,
} from "./constrained_classifier.ts";
export {
  type ConstraintLayers,
  constraintLayers,
} from "./constraint_layers.ts";
export {
  evenPoints,
  type FlowAxis,
  type FlowTerm,
  periodAxis,
  powersAxis,
  windowAxis,
} from "./flow_axis.ts";
export type { FlowConvolutionOptions } from "./flow_convolution.ts";
export type { FlowPoolingOptions } from "./flow_pooling.ts";
export { type AxesFound, axesOf, type AxesOptions } from "./found_axes.ts";
export type { LayerOptions } from "./layer_tools.ts";
export type { LiftedDenseOptions } from "./lifted_dense.ts";
export { motionMatrices } from "./motion.ts";
export { moveToPoints } from "./move_to_points.ts";
export type { SquareImages } from "./orbits_of_images.ts";
export {
  type LabelTestOptions,
  testingLabels,
  testLabels,
} from "./test_labels.ts";
export { undoMotion } from "./undo_motion.ts";
export type {
  Layer,
  LayersModel,
  Tensor2D,
  Tensor3D,
  Tfjs,
} from "../runtime/tfjs_types.ts";
