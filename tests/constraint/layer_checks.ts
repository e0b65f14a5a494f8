import * as tf from "@tensorflow/tfjs";
import { assert } from "@std/assert";
import type { FlowAxis } from "#lib/constraint/flow_axis.ts";
import { motionMatrices } from "#lib/constraint/motion.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobs } from "../blobs.ts";

/** Smooth images with channels innermost, `[batch, side^2 * channels]`. */
export function imageRows(
  batch: number,
  side: number,
  channels = 1,
): tf.Tensor2D {
  const { pixels } = blobs(
    batch * channels,
    side,
    randomStream(1, "image rows"),
  );
  return tf.tidy(() =>
    tf.tensor3d(pixels, [batch, channels, side ** 2]).transpose([0, 2, 1])
      .reshape<tf.Tensor2D>([batch, side ** 2 * channels])
  );
}

/** S(t) x for images with channels innermost. */
export function movedRows(
  x: tf.Tensor,
  axis: FlowAxis,
  side: number,
  t: number,
): tf.Tensor2D {
  return timesRows(x, motionMatrices(axis, side, [t]), side);
}

/** The product of a matrix on images with each image, with channels innermost. */
export function timesRows(
  x: tf.Tensor,
  matrix: Float64Array,
  side: number,
): tf.Tensor2D {
  return tf.tidy(() => {
    const cells = side ** 2, [batch, row] = x.shape;
    const channels = row / cells;
    return x.reshape([batch, cells, channels]).transpose([0, 2, 1])
      .reshape<tf.Tensor2D>([-1, cells])
      .matMul(
        tf.tensor2d(Float32Array.from(matrix), [cells, cells]),
        false,
        true,
      )
      .reshape([batch, channels, cells]).transpose([0, 2, 1])
      .reshape<tf.Tensor2D>([batch, row]);
  });
}

/** Applies a layer to a tensor. */
export const through = (layer: tf.layers.Layer, x: tf.Tensor): tf.Tensor =>
  layer.apply(x) as tf.Tensor;

/** The largest difference, relative to the largest value of `b`. */
export function apart(a: tf.Tensor, b: tf.Tensor): number {
  return tf.tidy(() => a.sub(b).abs().max().div(b.abs().max()).dataSync()[0]);
}

/** Step of central differences for layers that are linear in the changed variable. */
const LARGE_STEP = 0.125;

/**
 * Compares a layer's gradients in its input and all its weights with central
 * differences along random directions.
 *
 * @param step Step of the differences.
 * @param tolerance Allowed difference, relative to the larger of the two, for float32.
 */
export function checkGradients(
  layer: tf.layers.Layer,
  x: tf.Tensor,
  step = LARGE_STEP,
  tolerance = 1e-3,
): void {
  tf.tidy(() => {
    const output = through(layer, x);
    const weighting = tf.randomNormal(output.shape, 0, 1, "float32", 5);
    const value = (input: tf.Tensor) =>
      through(layer, input).mul(weighting).sum() as tf.Scalar;
    const variables = layer.getWeights().map((
      _,
      i,
    ) => (layer.trainableWeights[i].read() as tf.Variable));
    const inInput = tf.grad(value)(x);
    const grads = variables.length > 0
      ? tf.variableGrads(() => value(x), variables).grads
      : {};
    const compare = (
      name: string,
      gradient: tf.Tensor,
      at: (change: tf.Tensor) => number,
    ) => {
      const direction = tf.randomNormal(gradient.shape, 0, 1, "float32", 6);
      const along = gradient.mul(direction).sum().dataSync()[0];
      const change = direction.mul(step);
      const difference = (at(change) - at(change.neg())) / (2 * step);
      const error = Math.abs(along - difference);
      assert(
        error <= tolerance * Math.max(Math.abs(along), Math.abs(difference)),
        `${layer.name}, ${name}: gradient ${along}, difference ${difference}`,
      );
    };
    compare(
      "input",
      inInput,
      (change) => value(x.add(change)).dataSync()[0],
    );
    for (const variable of variables) {
      const before = variable.clone();
      compare(variable.name, grads[variable.name], (change) => {
        variable.assign(before.add(change));
        const [changed] = value(x).dataSync();
        variable.assign(before);
        return changed;
      });
    }
  });
}
