import type { Flow } from "../images/warp.ts";
import type { VectorField } from "../lie/basis.ts";
import { affineFlow, conformalFlow } from "./exact_flows.ts";
import { type Transformation, transformations } from "./transformations.ts";

/**
 * Transformations of several parameters, as data: exp(-sum_k t_k G_k), or those that
 * `oneAfterTheOther` makes.
 */
export interface TransformationGroup {
  /** The name that messages and reports show. */
  readonly name: string;
  /** G_k, each with the name and the unit of its own parameter. */
  readonly generators: readonly Transformation[];
  /**
   * The one-parameter flow of the field sum_k t_k Gamma_k. At time 1 it moves content
   * by the parameters, and at time -1 back.
   *
   * @param parameters t, one per generator, each in its own unit.
   */
  readonly flowOf: (parameters: ArrayLike<number>) => Flow;
}

/** A transformation of one parameter, as a group of one generator. */
export const groupOfOne = (
  transformation: Transformation,
): TransformationGroup => ({
  name: transformation.name,
  generators: [transformation],
  flowOf: ({ 0: t }) => (time, x, y) => transformation.flow(time * t, x, y),
});

/** The field sum_k t_k Gamma_k, in half-frames per unit of time. */
export function combinedField(
  generators: readonly Transformation[],
  parameters: ArrayLike<number>,
): VectorField {
  return (x, y) => {
    let [sumX, sumY] = [0, 0];
    generators.forEach(({ field }, k) => {
      const [gammaX, gammaY] = field(x, y);
      sumX += parameters[k] * gammaX;
      sumY += parameters[k] * gammaY;
    });
    return [sumX, sumY];
  };
}

/** A generator that no experiment of one parameter has. */
function further(
  name: string,
  unit: string,
  parameter: string,
  field: VectorField,
): Transformation {
  const flow = affineFlow(field);
  return { name, unit, parameter, canonical: false, field, flow };
}

const translationY = further(
  "translationY",
  "half-frames",
  "shift",
  () => [0, 1],
);

/** x grows by e^t while y shrinks by it. */
const stretch = further("stretch", "log-scale", "stretch", (x, y) => [x, -y]);

/** A stretch along the diagonal. */
const diagonalStretch = further(
  "diagonalStretch",
  "log-scale",
  "stretch",
  (x, y) => [y, x],
);

const { rotation, scaling, translationX, specialConformalX } = transformations;
const { specialConformalY } = transformations;

type ExactFlow = (field: VectorField) => Flow;

function group(
  name: string,
  exactFlow: ExactFlow,
  generators: readonly Transformation[],
): TransformationGroup {
  return {
    name,
    generators,
    flowOf: (parameters) => exactFlow(combinedField(generators, parameters)),
  };
}

/** Names of the built-in groups of several parameters. */
export type GroupName =
  | "rigid"
  | "similarity"
  | "affine"
  | "rotationAndScaling"
  | "conformal";

/** Every built-in group of several parameters, by its name. */
export const transformationGroups: Readonly<
  Record<GroupName, TransformationGroup>
> = {
  /** se(2). */
  rigid: group("rigid", affineFlow, [rotation, translationX, translationY]),
  /** sim(2). */
  similarity: group("similarity", affineFlow, [
    rotation,
    scaling,
    translationX,
    translationY,
  ]),
  affine: group("affine", affineFlow, [
    rotation,
    scaling,
    stretch,
    diagonalStretch,
    translationX,
    translationY,
  ]),
  rotationAndScaling: group("rotationAndScaling", affineFlow, [
    rotation,
    scaling,
  ]),
  conformal: group("conformal", conformalFlow, [
    rotation,
    scaling,
    translationX,
    translationY,
    specialConformalX,
    specialConformalY,
  ]),
};
