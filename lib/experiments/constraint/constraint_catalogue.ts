import type { Transformation } from "../../flow/transformations.ts";
import { transformations } from "../../flow/transformations.ts";
import { type Distribution, uniform } from "../../random/distributions.ts";
import { digits, type Experiment } from "../catalogue.ts";
import { fromDegrees } from "../../lie/degrees.ts";

/** An experiment that compares classifiers with and without a found flow. */
export interface ConstraintExperiment extends
  Pick<
    Experiment,
    "id" | "title" | "figure" | "dataset" | "basis"
  > {
  /** The transformation that moves the test images and the unlabelled pairs. */
  readonly transformation: Transformation;
  /** Distribution of t, in the transformation's unit. */
  readonly distribution: Distribution;
  /** A flow that does not relate the pairs, for comparison. */
  readonly wrong: {
    readonly transformation: Transformation;
    readonly distribution: Distribution;
  };
}

const { rotation, shear, scaling, specialConformalX } = transformations;

const shared = { figure: "", ...digits } as const;

/**
 * The distribution of log-scales, for factors from 0.7 to 1.4, as in `mnist-scaling`.
 */
const scales = uniform(Math.log(0.7), Math.log(1.4));

const wideTurns = uniform(fromDegrees(-75), fromDegrees(75));

/** Every experiment on constrained classifiers. */
export const constraintCatalogue: readonly ConstraintExperiment[] = [
  {
    id: "constraint-rotation",
    title: "Classifiers of digits that are turned by up to 75 degrees",
    ...shared,
    transformation: rotation,
    distribution: wideTurns,
    wrong: { transformation: shear, distribution: uniform(-1, 1) },
  },
  {
    id: "constraint-rotation-full",
    title: "Classifiers of digits that are turned by any angle",
    ...shared,
    transformation: rotation,
    distribution: uniform(-Math.PI, Math.PI),
    wrong: { transformation: shear, distribution: uniform(-1, 1) },
  },
  {
    id: "constraint-shear",
    title: "Classifiers of sheared digits",
    ...shared,
    transformation: shear,
    distribution: uniform(-1, 1),
    wrong: { transformation: rotation, distribution: wideTurns },
  },
  {
    id: "constraint-scaling",
    title: "Classifiers of digits of other sizes",
    ...shared,
    transformation: scaling,
    distribution: scales,
    wrong: { transformation: rotation, distribution: wideTurns },
  },
  {
    id: "constraint-special-conformal",
    title: "Classifiers of digits under special conformal maps",
    ...shared,
    transformation: specialConformalX,
    distribution: uniform(-0.5, 0.5),
    wrong: { transformation: rotation, distribution: wideTurns },
  },
];
