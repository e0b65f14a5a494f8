/**
 * Flows of points: those of named transformations, exact ones, and those that
 * integrate a vector field.
 *
 * @module
 */
export { bracketTransformation, commutatorPath } from "./commutator.ts";
export { affineFlow, conformalFlow } from "./exact_flows.ts";
export { integrateField } from "./integrate.ts";
export { inSequence, oneAfterTheOther, type Step } from "./sequence.ts";
export {
  combinedField,
  type GroupName,
  groupOfOne,
  type TransformationGroup,
  transformationGroups,
} from "./transformation_groups.ts";
export {
  aboutPoint,
  customTransformation,
  type Transformation,
  transformations,
} from "./transformations.ts";
export type { Flow } from "../images/warp.ts";
export type { VectorField } from "../lie/basis.ts";
