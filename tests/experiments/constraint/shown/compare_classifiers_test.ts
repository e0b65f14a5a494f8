import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import type { ConstraintData } from "#lib/experiments/constraint/constraint_data.ts";
import { constraintSettings } from "#lib/experiments/constraint/constraint_settings.ts";
import {
  classifierCurvesFigure,
  classifierRows,
  compareClassifiers,
  flowOfFound,
} from "#lib/experiments/constraint/shown/compare_classifiers.ts";
import { labelledImages } from "#lib/experiments/constraint/shown/labelled_images.ts";
import { transformations } from "#lib/flow/transformations.ts";
import {
  foundAlong,
  labelledBlobs,
} from "../../../constraint/labelled_blobs.ts";
import { all, parseSvg, textsOf } from "../../../figures/parse_svg.ts";
import { startTestRuntime } from "../../../start_runtime.ts";

await startTestRuntime();
const turn = foundAlong(transformations.rotation.field, 1);
const { side, pixels, labels } = labelledBlobs(60, [
  [[0, 0, 0.25]],
  [[0.5, 0, 0.25]],
  [[0.5, 0, 0.2], [-0.5, 0, 0.2]],
]);
const labelled = { images: pixels, labels: Uint8Array.from(labels) };
const data: ConstraintData = {
  side,
  classes: 3,
  labelled,
  unlabelled: {
    name: "blobs",
    height: side,
    width: side,
    channels: 1,
    count: 20,
    pixels: pixels.subarray(0, 20 * side ** 2),
  },
  graph: Float32Array.from([...pixels, ...pixels.subarray(0, 20 * side ** 2)]),
  test: { ...labelled, moved: pixels },
  along: [],
};

Deno.test("a flow that was found has t from the learned distribution, and a period only if the t cover it", () => {
  const flow = flowOfFound(turn, 1);
  const learned = turn.held.t.map(Math.abs);
  assert(flow.times.every((t) => Math.abs(t) <= Math.max(...learned)));
  assert(flow.times.some((t) => t < -1) && flow.times.some((t) => t > 1));
  assertEquals(flow.period, undefined);
  const whole = flowOfFound(
    foundAlong(transformations.rotation.field, Math.PI),
    1,
  );
  assert(Math.abs(whole.period! - Math.SQRT2 * 2 * Math.PI) < 1e-6);
});

Deno.test("the chosen classifiers are scored only with the found flow", async () => {
  const settings = {
    ...constraintSettings.quick,
    labels: [10, 30],
    compared: [10],
    steps: () => 3,
    poseSteps: 3,
  };
  const classifiers = [
    "plain MLP",
    "lifted MLP",
    "undone motion, MLP, labels spread along the flow",
  ];
  const options = { settings, seed: 4, classifiers };
  await compareClassifiers(turn, data, options);
  const before = tf.memory().numTensors;
  const told: number[] = [];
  const scores = await compareClassifiers(turn, data, {
    ...options,
    onScore: (done) => told.push(done),
  });
  assertEquals(tf.memory().numTensors, before);
  assertEquals(told, [1, 2, 3, 4, 5, 6]);
  assertEquals(scores.map(({ classifier, labels }) => [labels, classifier]), [
    ...classifiers.map((name) => [10, name]),
    ...classifiers.map((name) => [30, name]),
  ]);
  assertEquals(
    new Set(scores.map(({ source }) => source)),
    new Set(["none", "found"]),
  );
  const rows = classifierRows(scores, 30);
  assertEquals(rows.map(({ classifier }) => classifier), classifiers);
  assertEquals(
    rows[1]["errors, moved"],
    `${(100 * scores[4].errors.moved).toFixed(1)} %`,
  );
  const svg = parseSvg(classifierCurvesFigure(scores));
  assertEquals(all(svg, ".means circle").length, 6);
  for (const name of classifiers) assert(textsOf(svg).includes(name), name);
});

Deno.test("labelled images are the first ones of the chosen classes", () => {
  assertEquals(labelledImages(data, 5).labels, [0, 1, 2, 0, 1]);
  const some = labelledImages(data, 3, { of: "test", classes: [0, 2] });
  assertEquals([some.count, some.side], [3, side]);
  assertEquals(some.labels, [0, 2, 0]);
  assertEquals(
    some.pixels.slice(side ** 2, 2 * side ** 2),
    pixels.slice(2 * side ** 2, 3 * side ** 2),
  );
  assertEquals(labelledImages(data, 100, { classes: [1] }).count, 20);
});
