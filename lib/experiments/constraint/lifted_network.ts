import * as tf from "@tensorflow/tfjs";
import {
  evenPoints,
  type FlowAxis,
  periodAxis,
  windowAxis,
} from "../../constraint/flow_axis.ts";
import { liftedLayers } from "../../constraint/lifted_layers.ts";
import type { Basis } from "../../lie/basis.ts";
import { liftImages } from "./move_images.ts";
import type { ClassifierNetworkOptions, Network } from "./network.ts";
import { type UsedFlow, windowOf } from "./used_flow.ts";

/** Number of points of a period (every 22.5 degrees of a rotation), and of a window. */
const PERIOD_POINTS = 16, WINDOW_POINTS = 12;

/**
 * Chooses the points of a lifted network: over the whole period if the pairs' t cover
 * it, else over the range of these t. A larger range would make the network invariant to
 * differences that the pairs do not show, for example between 6 and 9.
 */
export function axisOf(
  basis: Basis,
  { alpha, times, period }: UsedFlow,
): FlowAxis {
  if (period !== undefined) {
    return periodAxis(basis, alpha, PERIOD_POINTS, period);
  }
  const [low, high] = windowOf(times);
  return windowAxis(basis, alpha, evenPoints(low, high, WINDOW_POINTS));
}

/** Number of outputs per point, which gives about 39,000 parameters on MNIST. */
const LIFTED_UNITS = 42;

/**
 * Makes a lifted network: a dense layer at every point, a convolution and a maximum
 * along the flow, a dense layer.
 */
export function createLifted(
  { side, outputs, axis, units = LIFTED_UNITS, stream }:
    ClassifierNetworkOptions,
): Network {
  if (axis === undefined) {
    throw new RangeError("createLifted: expected an axis, found none");
  }
  const seed = () => Math.floor(2 ** 31 * stream());
  const layers = [
    ...liftedLayers(tf, { axes: [axis], side, units, seeds: [seed(), seed()] }),
    tf.layers.dense({
      units: outputs,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed() }),
    }),
  ];
  const points = axis.points.length;
  const lift = liftImages(axis, side);
  const lifted = (images: tf.Tensor): tf.Tensor =>
    images.rank === 3 ? images : tf.tensor(
      lift(images.dataSync<"float32">()),
      [images.shape[0], points, side ** 2],
    );
  const logits = (images: tf.Tensor) =>
    layers.reduce(
      (x, layer) => layer.apply(x) as tf.Tensor,
      lifted(images),
    ) as tf.Tensor2D;
  // The first call creates the weights.
  tf.tidy(() => void logits(tf.zeros([1, points, side ** 2])));
  const variables = layers.flatMap((layer) =>
    layer.trainableWeights.map((weight) => weight.read() as tf.Variable)
  );
  return {
    variables,
    logits,
    dispose: () => layers.forEach((layer) => layer.dispose()),
  };
}
