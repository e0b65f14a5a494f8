/**
 * Vector fields in a basis, their generators as matrices, exponentials of these,
 * and the Lie algebras that fields span. Nothing here needs an image or a network.
 *
 * @module
 */
export type { ActionPlan } from "./action_plan.ts";
export {
  bracketField,
  type FieldInBasis,
  polynomialBracket,
} from "./algebra/bracket.ts";
export { type Closure, closureOf } from "./algebra/closure.ts";
export { generatedAlgebra } from "./algebra/generated.ts";
export {
  type AlgebraInvariants,
  invariantsOf,
  type Signature,
} from "./algebra/invariants.ts";
export { bracketIn, type LieAlgebra } from "./algebra/lie_algebra.ts";
export { type AlgebraName, nameAlgebra } from "./algebra/name_algebra.ts";
export {
  grassmannDistance,
  principalAngles,
} from "./algebra/principal_angles.ts";
export * from "./basis.ts";
export type { Complex } from "./complex.ts";
export { centres, derivativeMatrix } from "./derivative.ts";
export * from "./derivative_operators.ts";
export { eigenvalues, type Spectrum } from "./eigenvalues.ts";
export { expm, multiply } from "./expm.ts";
export { combine, generatorStack, taperedGeneratorStack } from "./generator.ts";
export type { GeneratorForm } from "./line_generator.ts";
export type { Powers } from "./monomials.ts";
export type { NormBound } from "./norm_bound.ts";
