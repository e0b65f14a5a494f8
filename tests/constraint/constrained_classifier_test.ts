import * as tf from "@tensorflow/tfjs";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  constrainedClassifier,
  withMovedInput,
} from "#lib/constraint/constrained_classifier.ts";
import { constraintLayers } from "#lib/constraint/constraint_layers.ts";
import { isClosed } from "#lib/constraint/flow_axis.ts";
import { axesOf } from "#lib/constraint/found_axes.ts";
import { moveToPoints } from "#lib/constraint/move_to_points.ts";
import { undoMotion } from "#lib/constraint/undo_motion.ts";
import { foundFlow } from "#lib/detection/use.ts";
import { functionBasis } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { allclose } from "../allclose.ts";
import { blobs } from "../blobs.ts";
import {
  detectionExample,
  nothingFound,
} from "../detection/detection_example.ts";
import { severalExample } from "../detection/several_example.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { apart, imageRows, movedRows } from "./layer_checks.ts";

await startTestRuntime();
const SIDE = 8;
const rotation = detectionExample();
const shear = detectionExample({ field: (_x, y) => [y, 0] });
const options = {
  side: SIDE,
  classes: 3,
  points: 6,
  units: 5,
  over: "period",
} as const;

/**
 * Images of two peaks in two classes: the peaks are near to each other, or far apart.
 */
function labelled(count: number) {
  const next = randomStream(4, "labelled");
  const rows = Array.from({ length: count }, (_, i) => {
    const distance = i % 2 === 0 ? 0.3 : 0.65;
    return Float32Array.from({ length: SIDE ** 2 }, (_, cell) => {
      const x = (cell % SIDE - (SIDE - 1) / 2) / (SIDE / 2);
      const y = (Math.floor(cell / SIDE) - (SIDE - 1) / 2) / (SIDE / 2);
      const peak = (at: number) =>
        Math.exp(-((x - at) ** 2 + y ** 2) / (2 * 0.25 ** 2));
      return peak(distance) + peak(-distance) + 0.1 * next();
    });
  });
  return {
    x: tf.tensor2d(rows.map((row) => [...row])),
    y: tf.tensor2d(rows.map((_, i) => i % 2 === 0 ? [1, 0] : [0, 1])),
  };
}

Deno.test("a found rotation gives a closed axis if asked, a shear the window of its learned t", () => {
  const [turn] = axesOf(rotation, { over: "period" });
  assert(isClosed(turn));
  assertEquals(turn.points.length, 12);
  assertAlmostEquals(turn.period!, 2 * Math.PI * Math.SQRT2, 0.05);
  const [slant] = axesOf(shear, { points: 5 });
  assert(!isClosed(slant) && slant.period === undefined);
  // The t have two modes at -0.7 and 0.7, each with a standard deviation of 0.06.
  assertAlmostEquals(slant.points[0], -0.7 - 0.1, 0.06);
  assertAlmostEquals(slant.points[4], 0.7 + 0.1, 0.06);
  const [some] = axesOf(rotation, { points: 5, over: "window" });
  assertEquals(some.period, turn.period);
  assert(!isClosed(some) && Math.abs(some.points[4] - 0.8) < 0.06);
});

Deno.test("every one of several generators has an axis with its own t", () => {
  const several = severalExample();
  const axes = axesOf(several, { points: 3 });
  const wanted = axesOf(several, { points: 3, over: "period" });
  assertEquals(axes.map(({ points }) => points.length), [3, 3, 3]);
  const { generators } = several.several;
  axes.forEach(({ alpha }, k) =>
    allclose(alpha, generators[k].coefficients.map(({ value }) => value), {
      absolute: 1e-6,
    })
  );
  // The second parameter is half of the first.
  assertAlmostEquals(axes[1].points[2], axes[0].points[2] / 2, 0.1);
  // The third generator is a rotation, and the pairs show only a part of its period.
  assertEquals(axes.map(isClosed), [false, false, false]);
  assertEquals(wanted.map(isClosed), [false, false, true]);
});

Deno.test("the classifier gives the same for an image and for the image moved to a point", () => {
  const model = constrainedClassifier(tf, rotation, options);
  const [axis] = axesOf(rotation, options);
  tf.tidy(() => {
    const x = imageRows(4, SIDE);
    const says = model.predict(x) as tf.Tensor;
    assertEquals(says.shape, [4, 3]);
    allclose(says.sum(1).dataSync(), [1, 1, 1, 1], { absolute: 1e-5 });
    for (const tau of axis.points) {
      const moved = movedRows(x, axis, SIDE, tau);
      const error = apart(model.predict(moved) as tf.Tensor, says);
      assert(error <= 1e-5, `t = ${tau}: ${error}`);
    }
    const wrong = movedRows(x, axesOf(shear)[0], SIDE, 0.7);
    assert(apart(model.predict(wrong) as tf.Tensor, says) > 1e-3);
  });
  model.dispose();
});

Deno.test("trained on upright images moved once, it classifies turned images", async () => {
  const before = tf.memory().numTensors;
  const { x, y } = labelled(40);
  const model = constrainedClassifier(tf, rotation, { ...options, classes: 2 });
  const [axis] = axesOf(rotation, options);
  const onMoved = withMovedInput(tf, model);
  const moved = moveToPoints(tf, [axis], x, SIDE);
  assert(
    tf.tidy(() =>
      apart(onMoved.predict(moved) as tf.Tensor, model.predict(x) as tf.Tensor)
    ) <= 1e-5,
  );
  onMoved.compile({
    optimizer: tf.train.adam(0.02),
    loss: "categoricalCrossentropy",
  });
  const fit = { epochs: 1, batchSize: 20, shuffle: false, verbose: 0 };
  await onMoved.fit(moved, y, fit);
  const live = tf.memory().numTensors;
  await onMoved.fit(moved, y, { ...fit, epochs: 14 });
  assertEquals(tf.memory().numTensors, live);
  const right = tf.tidy(() => {
    // The angle lies between two points.
    const turned = movedRows(x, axis, SIDE, 1.1);
    const said = (model.predict(turned) as tf.Tensor).argMax(1);
    return said.equal(y.argMax(1)).mean().dataSync()[0];
  });
  assert(right >= 0.95, `${right} right`);
  tf.dispose([x, y, moved]);
  onMoved.optimizer.dispose();
  onMoved.dispose();
  model.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a saved and loaded classifier gives the same outputs, of either kind", async () => {
  const several = severalExample({ fields: [() => [1, 0], (x, y) => [-y, x]] });
  for (
    const model of [
      constrainedClassifier(tf, rotation, options),
      constrainedClassifier(tf, shear, { ...options, kind: "connectivity" }),
      constrainedClassifier(tf, several, { ...options, points: 3 }),
      constrainedClassifier(tf, rotation, { ...options, channels: 2 }),
    ]
  ) {
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save({
      save: (artifacts) => {
        // The topology passes through text, as in a file.
        saved = {
          ...artifacts,
          ...JSON.parse(JSON.stringify(
            { modelTopology: artifacts.modelTopology },
          )),
        };
        const modelArtifactsInfo = {
          dateSaved: new Date(0),
          modelTopologyType: "JSON" as const,
        };
        return Promise.resolve({ modelArtifactsInfo });
      },
    });
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
    tf.tidy(() => {
      const [, row] = model.inputs[0].shape;
      const x = imageRows(3, SIDE, row! / SIDE ** 2);
      const [own, again] = [model, loaded].map((m) =>
        (m.predict(x) as tf.Tensor).dataSync()
      );
      assertEquals(again, own);
    });
    model.dispose();
    loaded.dispose();
  }
});

Deno.test("the seed decides the first weights", () => {
  const first = (seed: number) => {
    const model = constrainedClassifier(tf, rotation, { ...options, seed });
    const [kernel] = model.getWeights();
    const values = Array.from(kernel.dataSync());
    model.dispose();
    return values;
  };
  assertEquals(first(1), first(1));
  assert(first(1).some((value, i) => value !== first(2)[i]));
});

Deno.test("undoing a motion gives the image back", () => {
  const { pixels } = blobs(1, 20, randomStream(2, "undo"));
  const image = { pixels, height: 20, width: 20, channels: 1 };
  const moved = foundFlow(rotation)(image, 0.8);
  const [back] = undoMotion([moved], rotation, [0.8]);
  const error = Math.hypot(...back.pixels.map((v, i) => v - pixels[i])) /
    Math.hypot(...pixels);
  // The image is interpolated between pixels twice. Measured: 0.05.
  assert(error < 0.1, `${error}`);
  assertThrows(
    () => undoMotion([moved], rotation, []),
    RangeError,
    "expected 1 t, one per image, found 0",
  );
  const wrong: readonly [images: unknown, times: unknown, message: string][] = [
    [moved, [0.8], "undoMotion: images: expected a list of images"],
    [[moved], undefined, "undoMotion: times: expected a list of one t per"],
    [
      [moved],
      ["0.8"],
      'expected one number t, as there is one generator, found "',
    ],
    [[moved], [undefined], "as there is one generator, found undefined"],
  ];
  for (const [images, times, message] of wrong) {
    assertThrows(
      // Programs in JavaScript can pass anything.
      () => undoMotion(images as never, rotation, times as never),
      Error,
      message,
    );
  }
});

Deno.test("no generator, a term without a formula and a wrong kind of layer are refused", () => {
  const nothing = nothingFound();
  assertThrows(
    () => constrainedClassifier(tf, nothing, options),
    UserError,
    "axesOf: expected a generator that was found",
  );
  const own = functionBasis("own", [
    { component: "x", label: "sin y ∂x", value: (_x, y) => Math.sin(y) },
  ]);
  const found = {
    ...rotation,
    basis: own,
    coefficients: [{ term: "sin y ∂x", value: 1, low: 1, high: 1 }],
  };
  assertThrows(
    () => constrainedClassifier(tf, found, options),
    UserError,
    'found the term "sin y ∂x"',
  );
  const model = constrainedClassifier(tf, shear, {
    ...options,
    kind: "connectivity",
  });
  assertThrows(
    () => withMovedInput(tf, model),
    RangeError,
    "begins with LiftedDense, found ConnectivityLayer",
  );
  model.dispose();
});

/** Programs in JavaScript can pass anything. */
const wrongOptions: readonly [
  changed: Readonly<Record<string, unknown>>,
  message: string,
][] = [
  [{ side: 2.5 }, "side: expected an integer from 2 to 512, found 2.5"],
  [{ side: 1 }, "side: expected an integer from 2 to 512, found 1"],
  [{ side: "8" }, 'side: expected an integer from 2 to 512, found "8"'],
  [{ classes: 1 }, "classes: expected an integer from 2 to 65536, found 1"],
  [{ classes: undefined }, "classes: expected an integer"],
  [{ channels: "2" }, "channels: expected an integer"],
  [{ units: 0 }, "units: expected an integer from 1 to 65536, found 0"],
  [{ filters: 2.5, kind: "connectivity" }, "filters: expected an integer"],
  [{ kind: "lift" }, "kind: expected one of lifted, connectivity, found"],
  [{ seed: NaN }, "seed: expected an integer from 0 to 4294967295, found NaN"],
  [{ points: 1 }, "points: expected an integer from 2 to 1000, found 1"],
  [{ points: 2.5 }, "points: expected an integer from 2 to 1000, found 2.5"],
  [{ over: "windo" }, 'over: expected one of period, window, found "windo"'],
  [{ over: "window", period: -1 }, "period: expected a finite number above 0"],
];

for (const [changed, message] of wrongOptions) {
  Deno.test(`the classifier refuses ${message}`, () => {
    const wrong = { ...options, ...changed } as never;
    assertThrows(
      () => constrainedClassifier(tf, rotation, wrong),
      Error,
      message,
    );
  });
}

Deno.test("layers that are made alone name a wrong size", () => {
  const { connectivity, liftedDense, flowConvolution } = constraintLayers(tf);
  const [axis] = axesOf(rotation, options);
  const wrong: readonly [make: () => unknown, message: string][] = [
    [
      () => liftedDense({ axes: [axis], side: SIDE, units: 0 }),
      "LiftedDense: units: expected an integer from 1",
    ],
    [
      () => connectivity({ axis, side: SIDE, filters: -1 }),
      "ConnectivityLayer: filters: expected an integer from 1",
    ],
    [
      () => flowConvolution({ grid: [4], closed: [true], filters: NaN }),
      "FlowConvolution: filters: expected an integer from 1",
    ],
  ];
  for (const [make, message] of wrong) assertThrows(make, RangeError, message);
});

Deno.test("t that are all the same have no window", () => {
  const held = { ...shear.held, t: shear.held.t.map(() => 0.3) };
  assertThrows(
    () => axesOf({ ...shear, held }),
    UserError,
    "axesOf: expected learned t that differ from pair to pair, found 0.3 in all",
  );
  assertEquals(axesOf({ ...shear, held }, { points: 1 })[0].points, [0.3]);
});
