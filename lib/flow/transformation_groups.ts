import type { Flow } from "../images/warp.ts";
import type { VectorField } from "../lie/basis.ts";
import { affineFlow, conformalFlow } from "./exact_flows.ts";
import { type Transformation, transformations } from "./transformations.ts";

/**
 * A transformation of several parameters: exp(-sum_k t_k G_k), or one that
 * `oneAfterTheOther` makes.
 */
export interface TransformationGroup {
  /** The name that messages and reports show. */
  readonly name: string;
  /** The generators G_k, each with the name and the unit of its parameter. */
  readonly generators: readonly Transformation[];
  /**
   * The one-parameter flow of the field sum_k t_k Gamma_k. At time 1 it moves content
   * by the parameters, and at time -1 back again.
   *
   * @param parameters t, one per generator, each in its own unit.
   */
  readonly flowOf: (parameters: ArrayLike<number>) => Flow;
}

/** Makes a group of one generator from a transformation of one parameter. */
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

/** Makes a generator that has no experiment of its own, only one in a group. */
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

/** The stretch: x grows by the factor e^t while y shrinks by it. */
const stretch = further("stretch", "log-scale", "stretch", (x, y) => [x, -y]);

/** The stretch along the diagonal. */
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
  /** Rotation and translations, the algebra se(2). */
  rigid: group("rigid", affineFlow, [rotation, translationX, translationY]),
  /** Rotation, scaling and translations, the algebra sim(2). */
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
