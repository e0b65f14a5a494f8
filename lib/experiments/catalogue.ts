import { type Dataset, datasets } from "../datasets/datasets.ts";
import {
  type Transformation,
  transformations,
} from "../images/transformations.ts";
import { type Basis, quadratic } from "../lie/basis.ts";
import { type Distribution, uniform } from "../random/distributions.ts";

/** One experiment, as data. */
export interface Experiment {
  readonly id: string;
  readonly title: string;
  /** The paper's figures that it makes, for example `2, 3`. */
  readonly figure: string;
  readonly dataset: Dataset;
  readonly transformation: Transformation;
  /** Of t, in the transformation's unit. */
  readonly distribution: Distribution;
  readonly basis: Basis;
}

const degrees = (angle: number): number => angle * Math.PI / 180;

/** Every experiment, in the paper's order. */
export const catalogue: readonly Experiment[] = [
  {
    id: "mnist-rotation-small",
    title: "Rotation of digits by small angles",
    figure: "2, 3",
    dataset: datasets.mnist,
    transformation: transformations.rotation,
    distribution: uniform(degrees(-20), degrees(20)),
    basis: quadratic,
  },
];

/**
 * Looks an experiment up.
 *
 * @throws RangeError for an unknown id; the message names those there are.
 */
export function experimentById(id: string): Experiment {
  const found = catalogue.find((experiment) => experiment.id === id);
  if (found === undefined) {
    throw new RangeError(
      `experiment: expected one of ${
        catalogue.map((e) => e.id).join(", ")
      }, found ${JSON.stringify(id)}`,
    );
  }
  return found;
}
