import * as tf from "@tensorflow/tfjs";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { constrainedClassifier } from "#lib/constraint/constrained_classifier.ts";
import { motionMatrices } from "#lib/constraint/motion.ts";
import {
  accuracyAlong,
  accuracyAlongFigure,
} from "#lib/experiments/constraint/shown/accuracy_along.ts";
import {
  filtersAlongFlow,
  filtersAlongFlowFigure,
} from "#lib/experiments/constraint/shown/filters_along_flow.ts";
import {
  liftedAxes,
  networkOf,
  plainClassifier,
  trainClassifier,
} from "#lib/experiments/constraint/shown/layers_classifier.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { norm } from "#lib/lie/basis.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { allclose } from "../../../allclose.ts";
import {
  foundAlong,
  labelledBlobs,
} from "../../../constraint/labelled_blobs.ts";
import {
  all,
  numberOf,
  parseSvg,
  textsOf,
} from "../../../figures/parse_svg.ts";
import { startTestRuntime } from "../../../start_runtime.ts";

await startTestRuntime();
const turn = foundAlong(transformations.rotation.field, 1);
// Two classes: a blob in the middle, or one to the right.
const images = labelledBlobs(60, [[[0, 0, 0.25]], [[0.5, 0, 0.25]]]);
const { side } = images;
const size = { side, classes: 2, seed: 1 };
const lifted = () =>
  constrainedClassifier(tf, turn, {
    ...size,
    points: 4,
    units: 8,
    over: "period",
  });
const training = { steps: 60, seed: 2 };

Deno.test("a lifted layer is known by its axes; a plain classifier has none", () => {
  assertEquals(liftedAxes(plainClassifier(size)), undefined);
  assertEquals(liftedAxes(lifted())!.map(({ points }) => points.length), [4]);
});

Deno.test("logits are the logarithms of the probabilities", () => {
  const model = plainClassifier(size);
  tf.tidy(() => {
    const x = tf.tensor2d(images.pixels, [images.count, side ** 2]);
    const said = model.predict(x) as tf.Tensor;
    allclose(
      networkOf(model).logits(x).exp().dataSync(),
      said.dataSync(),
      { absolute: 1e-5 },
    );
  });
});

Deno.test("both learn two classes; the lifted one recognises them at every angle, and the plain one does not", async () => {
  const [plain, along] = [plainClassifier(size), lifted()];
  const accuracies = async (model: tf.LayersModel) =>
    await accuracyAlong(
      turn,
      model,
      images,
      [0, 1.1, 2.2, 3.3].map((angle) => angle * norm([1, 1])),
    );
  for (const model of [plain, along]) {
    await trainClassifier(model, images, { steps: 1, seed: 2 });
    const before = tf.memory().numTensors;
    await trainClassifier(model, images, training);
    assertEquals(tf.memory().numTensors, before);
  }
  const [ofPlain, ofLifted] = [
    await accuracies(plain),
    await accuracies(along),
  ];
  assert(ofPlain[0] > 0.95 && Math.min(...ofPlain) < 0.8, `${ofPlain}`);
  assert(Math.min(...ofLifted) > 0.95, `${ofLifted}`);
});

Deno.test("accuracy is drawn per model, over the period by default", async () => {
  const models = { one: plainClassifier(size), other: lifted() };
  const figure = await accuracyAlongFigure(turn, models, images);
  const svg = parseSvg(figure);
  assertEquals(all(svg, ".means circle").length, 2 * 19);
  const texts = textsOf(svg);
  for (const text of ["one", "other", "angle (degrees)"]) {
    assert(texts.includes(text), text);
  }
  const [first] = await accuracyAlong(turn, models.one, images, [0]);
  const some = await accuracyAlongFigure(turn, models, images, [0, 0.5]);
  const dots = all(parseSvg(some), ".means circle").map((dot) =>
    numberOf(dot, "cy")
  );
  const shares = [
    first,
    (await accuracyAlong(turn, models.one, images, [0.5]))[0],
    (await accuracyAlong(turn, models.other, images, [0]))[0],
  ];
  // Heights are linear in the accuracy.
  const slope = (dots[2] - dots[0]) * (shares[1] - shares[0]);
  assertAlmostEquals(
    slope,
    (dots[1] - dots[0]) * (shares[2] - shares[0]),
    1e-3,
  );
});

Deno.test("filters along the flow are the change by training, times S(-tau) from the right", async () => {
  const [model, untrained] = [lifted(), lifted()];
  const still = filtersAlongFlow(untrained, lifted());
  assert(
    still.flat().every((filter) => filter.every((weight) => weight === 0)),
  );
  await trainClassifier(model, images, training);
  const filters = filtersAlongFlow(model, untrained);
  assertEquals(filters.length, 4);
  const norms = filters.map(([first]) => norm(first));
  assertEquals(norms, norms.toSorted((a, b) => b - a));
  const [axis] = liftedAxes(model)!;
  const cells = side ** 2, tau = axis.points[1];
  const motion = motionMatrices(axis, side, [-tau]);
  const expected = Float64Array.from(
    { length: cells },
    (_, k) =>
      filters[0][0].reduce((sum, w, i) => sum + w * motion[i * cells + k], 0),
  );
  allclose(filters[0][1], expected, { absolute: 1e-5 });
  const svg = parseSvg(filtersAlongFlowFigure(turn, model, untrained));
  assertEquals(all(svg, "image").length, 16);
  assert(textsOf(svg).includes("filter 4"));
});

Deno.test("a classifier without a lifted layer has no filters along a flow", () => {
  const model = plainClassifier(size);
  assertThrows(() => filtersAlongFlow(model, model), UserError, "found none");
});
