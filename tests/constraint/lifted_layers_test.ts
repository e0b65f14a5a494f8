import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { constraintLayers } from "#lib/constraint/constraint_layers.ts";
import { type FlowAxis, isClosed } from "#lib/constraint/flow_axis.ts";
import { moveToPoints } from "#lib/constraint/move_to_points.ts";
import { allclose } from "../allclose.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { rotationAxis, shearAxis, shiftAxes } from "./axes_of_fields.ts";
import {
  apart,
  checkGradients,
  imageRows,
  movedRows,
  through,
} from "./layer_checks.ts";

await startTestRuntime();
const { liftedDense, flowConvolution, flowPooling } = constraintLayers(tf);
const SIDE = 8, POINTS = 6, UNITS = 4;
const axis = rotationAxis(POINTS);

/** Shifts the points cyclically, so that the last ones come first. */
const shifted = (z: tf.Tensor, by: number) => {
  const [batch, points, units] = z.shape;
  return tf.concat([
    z.slice([0, points - by, 0], [batch, by, units]),
    z.slice([0, 0, 0], [batch, points - by, units]),
  ], 1);
};

const liftOf = (axes: readonly FlowAxis[], side = SIDE) =>
  liftedDense({ axes, side, units: UNITS, seed: 3 });

const convolutionOf = (axes: readonly FlowAxis[], width = 3) =>
  flowConvolution({
    grid: axes.map(({ points }) => points.length),
    closed: axes.map(isClosed),
    filters: 5,
    width,
    seed: 4,
  });

Deno.test("a lift is W S(-tau_i) x + b", () => {
  const layer = liftOf([axis]);
  tf.tidy(() => {
    const x = imageRows(3, SIDE, 2);
    const z = through(layer, x);
    assertEquals(z.shape, [3, POINTS, UNITS]);
    layer.setWeights([layer.getWeights()[0], tf.tensor1d([1, 2, 3, 4])]);
    const [w, b] = layer.getWeights();
    const expected = tf.stack(
      axis.points.map((tau) => movedRows(x, axis, SIDE, -tau).matMul(w).add(b)),
      1,
    );
    allclose(through(layer, x).dataSync(), expected.dataSync(), {
      absolute: 1e-5,
    });
  });
  layer.dispose();
});

Deno.test("lift(S(tau_1) x) is lift(x) shifted by one point, and so is its convolution", () => {
  const lift = liftOf([axis]), convolution = convolutionOf([axis]);
  const f = (x: tf.Tensor) => through(convolution, through(lift, x).relu());
  tf.tidy(() => {
    const x = imageRows(3, SIDE, 2);
    for (const by of [1, 4]) {
      const moved = movedRows(x, axis, SIDE, axis.points[by]);
      const lifts = apart(through(lift, moved), shifted(through(lift, x), by));
      const both = apart(f(moved), shifted(f(x), by));
      assert(lifts <= 1e-5 && both <= 1e-5, `${lifts}, ${both}`);
      assert(apart(f(moved), f(x)) > 0.01, "nothing moved");
    }
  });
  lift.dispose();
  convolution.dispose();
});

Deno.test("pooling over a period is invariant to motion of the images", () => {
  for (const take of ["max", "mean"] as const) {
    const lift = liftOf([axis]), convolution = convolutionOf([axis]);
    const pooling = flowPooling({ take });
    const f = (x: tf.Tensor) =>
      through(pooling, through(convolution, through(lift, x).relu()).relu());
    tf.tidy(() => {
      const x = imageRows(3, SIDE);
      for (const tau of axis.points) {
        const error = apart(f(movedRows(x, axis, SIDE, tau)), f(x));
        assert(error <= 1e-5, `${take}, t = ${tau}: ${error}`);
      }
    });
    for (const layer of [lift, convolution, pooling]) layer.dispose();
  }
});

Deno.test("on a window the points that both lifts have agree within 3 %", () => {
  const window = shearAxis(0.6, 5), step = window.points[1] - window.points[0];
  const lift = liftOf([window]);
  tf.tidy(() => {
    const x = imageRows(3, SIDE);
    const z = through(lift, x);
    const moved = through(lift, movedRows(x, window, SIDE, step));
    const error = apart(
      moved.slice([0, 1, 0], [-1, 4, -1]),
      z.slice([0, 0, 0], [-1, 4, -1]),
    );
    // Measured: 0.013.
    assert(error > 1e-6 && error <= 0.03, `${error}`);
  });
  lift.dispose();
});

Deno.test("images moved in advance give the same lift", () => {
  for (const axes of [[axis], [rotationAxis(3), shearAxis(0.4, 2)]]) {
    const layer = liftOf(axes);
    tf.tidy(() => {
      const x = imageRows(3, SIDE, 2);
      const z = through(layer, x);
      const moved = through(layer, moveToPoints(tf, axes, x, SIDE));
      assert(apart(moved, z) <= 1e-5, `${apart(moved, z)}`);
    });
    layer.dispose();
  }
});

Deno.test("two generators: shifts of the grid along both axes, if they commute", () => {
  const side = 5, axes = shiftAxes(side), [alongX, alongY] = axes;
  const lift = liftOf(axes, side), convolution = convolutionOf(axes);
  const f = (x: tf.Tensor) => through(convolution, through(lift, x).relu());
  tf.tidy(() => {
    const x = imageRows(2, side);
    const onGrid = (z: tf.Tensor, k: 0 | 1, by: number) => {
      const units = z.shape[2]!;
      const grid = z.reshape([2, side, side, units]);
      const perm = k === 0 ? [0, 1, 2, 3] : [0, 2, 1, 3];
      const lines = grid.transpose(perm).reshape([2, side, side * units]);
      return shifted(lines, by).reshape([2, side, side, units]).transpose(perm)
        .reshape(z.shape);
    };
    const byX = movedRows(x, alongX, side, alongX.points[1]);
    const byY = movedRows(x, alongY, side, alongY.points[2]);
    for (const g of [f, (y: tf.Tensor) => through(lift, y)]) {
      assert(apart(g(byX), onGrid(g(x), 0, 1)) <= 1e-5);
      assert(apart(g(byY), onGrid(g(x), 1, 2)) <= 1e-5);
    }
  });
  lift.dispose();
  convolution.dispose();
});

Deno.test("two generators that do not commute: S = S_1 S_2, shifts along the first", () => {
  const [alongX] = shiftAxes(SIDE), axes = [axis, alongX];
  const lift = liftOf(axes);
  tf.tidy(() => {
    const x = imageRows(2, SIDE);
    const z = through(lift, x).reshape([2, POINTS, SIDE * UNITS]);
    const moved = through(lift, movedRows(x, axis, SIDE, axis.points[1]))
      .reshape(z.shape);
    assert(apart(moved, shifted(z, 1)) <= 1e-5);
    const [w] = lift.getWeights();
    const [i, j] = [2, 3];
    const one = movedRows(
      movedRows(x, axis, SIDE, -axis.points[i]),
      alongX,
      SIDE,
      -alongX.points[j],
    ).matMul(w);
    const there = through(lift, x).slice([0, i * SIDE + j, 0], [2, 1, UNITS]);
    assert(apart(there.reshape([2, UNITS]), one) <= 1e-5);
  });
  lift.dispose();
});

Deno.test("a convolution with zeros beyond its ends is tfjs's", () => {
  const convolution = flowConvolution({
    grid: [7],
    closed: [false],
    filters: 3,
    width: 5,
  });
  tf.tidy(() => {
    const z = tf.randomNormal<tf.Rank.R3>([2, 7, 4]);
    const own = through(convolution, z);
    const [kernel] = convolution.getWeights();
    const expected = tf.conv1d(z, kernel.reshape([5, 4, 3]), 1, "same");
    allclose(own.dataSync(), expected.dataSync(), { absolute: 1e-5 });
  });
  convolution.dispose();
});

Deno.test("a convolution along two axes with zeros beyond their ends is tfjs's", () => {
  const convolution = flowConvolution({
    grid: [4, 5],
    closed: [false, false],
    filters: 3,
    width: 3,
  });
  tf.tidy(() => {
    const z = tf.randomNormal<tf.Rank.R3>([2, 20, 4], 0, 1, "float32", 1);
    const own = through(convolution, z);
    const [kernel] = convolution.getWeights();
    // In the kernel the last axis' offsets are outermost.
    const filter = kernel.reshape([3, 3, 4, 3]).transpose<tf.Tensor4D>(
      [1, 0, 2, 3],
    );
    const grid = z.reshape<tf.Tensor4D>([2, 4, 5, 4]);
    const expected = tf.conv2d(grid, filter, 1, "same");
    allclose(own.dataSync(), expected.dataSync(), { absolute: 1e-5 });
  });
  convolution.dispose();
});

Deno.test("gradients are those of central differences", () => {
  const two = [rotationAxis(3), shearAxis(0.4, 2)];
  for (const axes of [[axis], two]) {
    const lift = liftOf(axes), convolution = convolutionOf(axes);
    const x = imageRows(3, SIDE, 2);
    checkGradients(lift, x);
    const moved = moveToPoints(tf, axes, x, SIDE);
    checkGradients(lift, moved);
    const z = through(lift, x);
    checkGradients(convolution, z);
    checkGradients(flowPooling({ take: "mean" }), z);
    tf.dispose([x, moved, z]);
    lift.dispose();
    convolution.dispose();
  }
});

Deno.test("the gradient of the maximum goes to the largest point", () => {
  tf.tidy(() => {
    // Points differ by far more than the step of the differences.
    const z = tf.randomNormal([3, 6, 4], 0, 1, "float32", 1);
    checkGradients(flowPooling({ take: "max" }), z, 1e-3, 1e-2);
  });
});

Deno.test("if points are equal, the gradient of the maximum goes to one of them", () => {
  for (const points of [2, 3, 6, 7]) {
    tf.tidy(() => {
      const pool = (z: tf.Tensor) => through(flowPooling(), z).sum();
      const gradient = tf.grad(pool)(tf.ones([2, points, 3]));
      const [sums, most] = [gradient.sum(1), gradient.max(1)];
      for (const values of [sums, most]) {
        assertEquals([...values.dataSync()], Array(6).fill(1));
      }
    });
  }
});

Deno.test("the number of live tensors does not grow", () => {
  const before = tf.memory().numTensors;
  const lift = liftOf([axis]), convolution = convolutionOf([axis]);
  const pooling = flowPooling();
  const x = imageRows(2, SIDE);
  const pass = () =>
    tf.tidy(() => {
      through(pooling, through(convolution, through(lift, x)));
    });
  pass();
  const after = tf.memory().numTensors;
  for (let i = 0; i < 3; i++) pass();
  moveToPoints(tf, [axis], x, SIDE).dispose();
  assertEquals(tf.memory().numTensors, after);
  for (const layer of [lift, convolution, pooling]) layer.dispose();
  x.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("invalid settings are refused", () => {
  assertThrows(
    () => liftOf([axis, axis, axis, axis]),
    RangeError,
    "expected 1 to 3 axes, found 4",
  );
  assertThrows(
    () => convolutionOf([axis], 2),
    RangeError,
    "odd width, found 2",
  );
  assertThrows(
    () => convolutionOf([axis], 13),
    RangeError,
    "at most 11 for the 6 points of axis 0, found 13",
  );
});
