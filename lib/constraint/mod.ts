/**
 * Networks that respect a flow that was found: layers of eqs. (1) and (2), lifts,
 * convolution and pooling along the flow, for a TensorFlow.js that is passed in.
 *
 * @module
 */
export {
  connectivityNetwork,
  type NetworkOptions,
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
  periodAxis,
  powersAxis,
  windowAxis,
} from "./flow_axis.ts";
export { axesOf, type AxesOptions } from "./found_axes.ts";
export { moveToPoints } from "./move_to_points.ts";
export { motionMatrices } from "./motion.ts";
export { type LabelledImages, labelledPairs } from "./classed_images.ts";
export {
  type LabelTestOptions,
  testingLabels,
  testLabels,
} from "./test_labels.ts";
export { undoMotion } from "./undo_motion.ts";
