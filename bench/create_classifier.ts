import {
  evenPoints,
  type FlowAxis,
  windowAxis,
} from "#lib/constraint/flow_axis.ts";
import { createLifted } from "#lib/experiments/constraint/lifted_network.ts";
import { mlpNetwork } from "#lib/experiments/constraint/mlp_network.ts";
import type { Network } from "#lib/experiments/constraint/network.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine, projectField, unit } from "#lib/lie/basis.ts";
import { createMlp } from "#lib/model/mlp.ts";
import { randomStream } from "#lib/random/streams.ts";
import type { BenchClassifier } from "./classifiers.ts";

/** Cells per side of an image of MNIST, and number of classes. */
export const SIDE = 28, CLASSES = 10;

/** Number of outputs of the first layer, at every point. */
const UNITS = 64;

/** t of a rotation by 75 degrees, for a unit generator. */
const REACH = Math.SQRT2 * 75 * Math.PI / 180;

/** Makes evenly spaced points of a rotation from -75 to 75 degrees. */
export function rotationWindow(points: number): FlowAxis {
  const { coefficients } = projectField(transformations.rotation.field, affine);
  return windowAxis(
    affine,
    unit(coefficients),
    evenPoints(-REACH, REACH, points),
  );
}

/** Makes a classifier with its initial weights. */
export function createClassifier({ name, points }: BenchClassifier): Network {
  const stream = randomStream(0, "bench", name);
  return points === null
    ? mlpNetwork(createMlp([SIDE ** 2, UNITS, CLASSES], stream))
    : createLifted({
      side: SIDE,
      outputs: CLASSES,
      units: UNITS,
      axis: rotationWindow(points),
      stream,
    });
}
