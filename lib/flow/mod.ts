/**
 * Flows of points: of named transformations, of affine and conformal fields in closed
 * form, and of any vector field by numerical integration.
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
