import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { connectivityNetwork } from "#lib/constraint/connectivity_network.ts";
import { constraintLayers } from "#lib/constraint/constraint_layers.ts";
import {
  basisOf,
  type FlowAxis,
  powersAxis,
} from "#lib/constraint/flow_axis.ts";
import {
  periodicGenerator,
  periodicMotion,
} from "#lib/constraint/period_motion.ts";
import { allclose } from "../allclose.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { rotationAxis, shearAxis, shiftAxes } from "./axes_of_fields.ts";
import {
  apart,
  checkGradients,
  imageRows,
  movedRows,
  through,
  timesRows,
} from "./layer_checks.ts";

await startTestRuntime();
const { connectivity } = constraintLayers(tf);
const SIDE = 10;

/** Relative difference of f(S x) and S f(x), for a layer or network. */
function defect(
  f: (x: tf.Tensor) => tf.Tensor,
  axis: FlowAxis,
  channels: number,
  t: number,
  side = SIDE,
): number {
  return tf.tidy(() => {
    const x = imageRows(4, side, channels);
    const ofMoved = f(movedRows(x, axis, side, t));
    assert(apart(ofMoved, f(x)) > 0.05, "nothing moved");
    return apart(ofMoved, movedRows(f(x), axis, side, t));
  });
}

const layerOf = (axis: FlowAxis, filters = 3, side = SIDE) => {
  return connectivity({ axis, side, filters, seed: 2 });
};

Deno.test("f(S x) = S f(x) to 1e-5 on a period, for every t", () => {
  const period = rotationAxis(6);
  for (const axis of [period, powersAxis(period, 2)]) {
    const layer = layerOf(axis);
    for (const t of [axis.points[1], 0.77, -2.5]) {
      const error = defect((x) => through(layer, x), axis, 2, t);
      assert(error <= 1e-5, `t = ${t}: ${error}`);
    }
    layer.dispose();
  }
});

Deno.test("f commutes with the generator of a period", () => {
  const axis = rotationAxis(6);
  const layer = layerOf(axis);
  const generator = periodicGenerator(
    periodicMotion(basisOf(axis), axis.alpha, SIDE, axis.period!),
  );
  tf.tidy(() => {
    const x = imageRows(4, SIDE, 2);
    const a = through(layer, timesRows(x, generator, SIDE));
    const b = timesRows(through(layer, x), generator, SIDE);
    assert(apart(a, b) <= 1e-5, `${apart(a, b)}`);
  });
  layer.dispose();
});

Deno.test("on a window f(S x) = S f(x) within 3 % of the largest value", () => {
  const axis = shearAxis(0.4, 5);
  const layer = layerOf(axis);
  const error = defect((x) => through(layer, x), axis, 2, 0.3);
  // Measured: 0.017.
  assert(error <= 0.03, `${error}`);
  layer.dispose();
});

Deno.test("a series in S of a shift is the convolution that tfjs computes", () => {
  const side = 7, channels = 2, filters = 3, reach = 2;
  const [alongX] = shiftAxes(side);
  const layer = layerOf(powersAxis(alongX, reach), filters, side);
  tf.tidy(() => {
    const x = tf.randomNormal<tf.Rank.R2>([4, side ** 2 * channels]);
    const series = through(layer, x);
    const [theta, bias] = layer.getWeights();
    // theta has the axes channel and power; a convolution's kernel has them in the
    // opposite order and runs backwards.
    const kernel = theta.reshape([channels, 2 * reach + 1, filters])
      .transpose([1, 0, 2]).reverse(0)
      .reshape<tf.Tensor4D>([1, 2 * reach + 1, channels, filters]);
    const image = x.reshape<tf.Tensor4D>([4, side, side, channels]);
    const wrapped = tf.concat([
      image.slice([0, 0, side - reach, 0], [-1, -1, reach, -1]),
      image,
      image.slice([0, 0, 0, 0], [-1, -1, reach, -1]),
    ], 2);
    const convolved = tf.conv2d(wrapped, kernel, 1, "valid").add(bias);
    allclose(series.dataSync(), convolved.dataSync(), { absolute: 1e-5 });
  });
  layer.dispose();
});

Deno.test("layers for two generators compose to a convolution over both axes", () => {
  const side = 5;
  const [alongX, alongY] = shiftAxes(side).map((axis) => powersAxis(axis, 1));
  const model = connectivityNetwork(tf, {
    axes: [alongX, alongY],
    side,
    filters: [2],
    activation: "linear",
  });
  tf.tidy(() => {
    const x = tf.randomNormal<tf.Rank.R2>([3, side ** 2]);
    const kernels = model.getWeights();
    const [a, , b] = kernels;
    const across = a.reshape([1, 3, 1, 2]).reverse(1) as tf.Tensor4D;
    const down = b.reshape([2, 3, 2]).transpose([1, 0, 2]).reverse(0)
      .reshape<tf.Tensor4D>([3, 1, 2, 2]);
    const wrap = (y: tf.Tensor4D, axis: 1 | 2) => {
      const size = y.shape.with(axis, 1) as [number, number, number, number];
      const last = [0, 0, 0, 0].with(axis, side - 1) as typeof size;
      return tf.concat(
        [y.slice(last, size), y, y.slice([0, 0, 0, 0], size)],
        axis,
      );
    };
    const image = x.reshape<tf.Tensor4D>([3, side, side, 1]);
    const first = tf.conv2d(wrap(image, 2), across, 1, "valid") as tf.Tensor4D;
    const both = tf.conv2d(wrap(first, 1), down, 1, "valid");
    const network = model.predict(x) as tf.Tensor;
    allclose(network.dataSync(), both.dataSync(), { absolute: 1e-5 });
  });
  model.dispose();
});

Deno.test("the network of eq. (2) commutes with a shift to 1e-5, with a turn within 20 %", () => {
  const odd = 9;
  const [shift] = shiftAxes(odd), turn = rotationAxis(8);
  const cases: [FlowAxis, number, number, number][] = [
    [shift, odd, shift.points[3], 1e-5],
    [turn, SIDE, turn.points[2], 0.2],
    [turn, SIDE, 0.77, 0.2],
  ];
  for (const [axis, side, t, allowed] of cases) {
    const model = connectivityNetwork(tf, {
      axes: [axis],
      side,
      filters: [3, 3],
    });
    const error = defect(
      (x) => model.predict(x) as tf.Tensor,
      axis,
      1,
      t,
      side,
    );
    // Measured for the turns: 0.16 and 0.19. relu makes frequencies that 10 cells do
    // not resolve.
    assert(error <= allowed, `t = ${t}: ${error}`);
    model.dispose();
  }
});

Deno.test("gradients are those of central differences", () => {
  for (const axis of [rotationAxis(4), shearAxis(0.3, 3)]) {
    const layer = layerOf(axis);
    const x = imageRows(3, SIDE, 2);
    checkGradients(layer, x);
    x.dispose();
    layer.dispose();
  }
});

Deno.test("a layer leaves no tensors behind, and layers share their motions", () => {
  const before = tf.memory().numTensors;
  const x = imageRows(2, SIDE);
  const [one, other] = [layerOf(rotationAxis(4)), layerOf(rotationAxis(4))];
  through(one, x).dispose();
  const after = tf.memory().numTensors;
  for (let i = 0; i < 3; i++) through(one, x).dispose();
  assertEquals(tf.memory().numTensors, after);
  through(other, x).dispose();
  // New are only its theta and its bias.
  assertEquals(tf.memory().numTensors, after + 2);
  one.dispose();
  through(other, x).dispose();
  other.dispose();
  x.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("rows of another size than the images are refused", () => {
  const x = tf.zeros([2, 90]);
  assertThrows(
    () => through(layerOf(rotationAxis(4)), x),
    RangeError,
    "expected rows of 10 x 10 cells times the channels, found 90 numbers",
  );
  x.dispose();
});
