import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { expm } from "#lib/lie/expm.ts";
import {
  answersInBothOrders,
  decode,
  encode,
  estimateT,
  moveCodes,
  tInOneOrder,
} from "#lib/model/forward.ts";
import { runMlp } from "#lib/model/mlp.ts";
import { pairTensors } from "#lib/model/pair_tensors.ts";
import { createPixelFlow, toFrame } from "#lib/model/pixel_flow.ts";
import { createModel } from "#lib/model/symmetry_model.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { times } from "../lie/times.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { smallSpec } from "./small_model.ts";

await startTestRuntime();

const count = 5;
const model = createModel(smallSpec, 0);
const pixelFlow = createPixelFlow(smallSpec.basis, 8);
const random = (name: string) =>
  Float32Array.from({ length: count * 64 }, randomStream(0, name));
const pairs = {
  count,
  height: 8,
  width: 8,
  channels: 1,
  x0: random("x0"),
  xt: random("xt"),
};
const tensors = pairTensors(pixelFlow, pairs);
const x0 = tf.tensor2d(pairs.x0, [count, 64]);

Deno.test("pairTensors has both images at both resolutions, as rows", () => {
  allclose(tensors.images.dataSync(), [...pairs.x0, ...pairs.xt], {});
  allclose(tensors.gray.dataSync(), tensors.images.dataSync(), {});
  for (
    const [frame, images] of [["frame0", pairs.x0], [
      "frameT",
      pairs.xt,
    ]] as const
  ) {
    const expected = toFrame(pixelFlow, tf.tensor2d(images, [count, 64]));
    allclose(tensors[frame].dataSync(), expected.dataSync(), {
      absolute: 1e-7,
    });
  }
});

Deno.test("pairTensors has chosen pairs in their order", () => {
  const [first, second] = [4, 1];
  const row = (images: Float32Array, i: number) =>
    images.slice(64 * i, 64 * i + 64);
  const chosen = pairTensors(pixelFlow, pairs, [first, second]);
  allclose(
    chosen.images.dataSync(),
    [pairs.x0, pairs.xt].flatMap((
      images,
    ) => [...row(images, first), ...row(images, second)]),
    {},
  );
  allclose(
    chosen.frameT.dataSync(),
    tf.gather(tensors.frameT, [first, second]).dataSync(),
    { absolute: 1e-7 },
  );
});

Deno.test("the t-network sees x0 and xt side by side, and in this order", () => {
  const t = estimateT(model, tensors);
  assertEquals(t.shape, [count]);
  const { frame0, frameT } = tensors;
  const expected = runMlp(
    model.tNetwork,
    tf.concat([frame0, frameT], 1),
    true,
  );
  allclose(t.dataSync(), expected.dataSync(), {});
  const swapped = estimateT(model, { frame0: frameT, frameT: frame0 });
  assertEquals(swapped.dataSync().every((v, i) => v !== t.dataSync()[i]), true);
});

const circular = createModel({ ...smallSpec, bothOrders: true }, 0);
// The t-network's initial outputs are near 0.
tf.tidy(() =>
  circular.tNetwork.at(-1)!.bias.assign(tf.tensor1d([0.1, -0.4, 0.3]))
);
const { frame0, frameT } = tensors;
const exchanged = { frame0: frameT, frameT: frame0 };

/** The columns of the network's outputs in both orders. */
const answersOf = (pairs: typeof exchanged) =>
  (tf.unstack(answersInBothOrders(circular, pairs), 1))
    .map((column) => column.dataSync<"float32">());

Deno.test("in both orders, t and sine change their sign if the images are exchanged, the cosine does not", () => {
  const [t, cosine, sine] = answersOf(tensors);
  assert(t.every((value) => value !== 0) && sine.every((v) => v !== 0));
  const [back, backCosine, backSine] = answersOf(exchanged);
  const tolerance = { absolute: 1e-7 };
  allclose(back, t.map((value) => -value), tolerance);
  allclose(backCosine, cosine, tolerance);
  allclose(backSine, sine.map((value) => -value), tolerance);
});

Deno.test("the answer in both orders is half the difference, or half the sum, of the outputs in each", () => {
  const outputs = (pairs: typeof exchanged) =>
    runMlp(
      circular.tNetwork,
      tf.concat([pairs.frame0, pairs.frameT], 1),
      true,
    ).arraySync();
  const [forth, back] = [outputs(tensors), outputs(exchanged)];
  answersOf(tensors).forEach((column, k) => {
    const sign = k === 1 ? 1 : -1;
    const expected = forth.map((row, i) => (row[k] + sign * back[i][k]) / 2);
    allclose(column, expected, { absolute: 1e-7 });
  });
});

Deno.test("two equal images have t = 0 in both orders", () => {
  const [t, , sine] = answersOf({ frame0, frameT: frame0 });
  allclose(t, new Float32Array(count), { absolute: 1e-7 });
  allclose(sine, new Float32Array(count), { absolute: 1e-7 });
});

Deno.test("on a circle t is the angle of cosine and sine, within half a period", () => {
  const { period } = circular;
  const setPeriod = (value: number) =>
    tf.tidy(() => period!.assign(tf.scalar(value)));
  const [onLine, cosine, sine] = answersOf(tensors);
  for (const value of [0.5, 8]) {
    setPeriod(value);
    const t = estimateT(circular, tensors).dataSync<"float32">();
    assertEquals(t.length, count);
    assert(t.every((t) => Math.abs(t) <= value / 2));
    const expected = cosine.map((c, i) =>
      Math.atan2(sine[i], c) / (2 * Math.PI) * value
    );
    allclose(t, expected, { absolute: 1e-6 });
    allclose(
      estimateT(circular, exchanged).dataSync(),
      t.map((value) => -value),
      { absolute: 1e-6 },
    );
  }
  setPeriod(0);
  allclose(estimateT(circular, tensors).dataSync(), onLine, {
    absolute: 1e-7,
  });
});

Deno.test("in one order t is the first output", () => {
  const outputs = runMlp(
    circular.tNetwork,
    tf.concat([frame0, frameT], 1),
    true,
  ).arraySync();
  const t = tInOneOrder(circular, tensors).dataSync();
  allclose(t, outputs.map(([first]) => first), {});
});

Deno.test("codes have all channels, and decoded images the original size", () => {
  const codes = encode(model, x0);
  assertEquals(codes.shape, [count, 18]);
  assertEquals(decode(model, codes).shape, [count, 64]);
});

Deno.test("codes do not move for t = 0, and otherwise move by exp(-tG)", () => {
  const codes = encode(model, x0);
  const still = moveCodes(model, model.alpha, tf.zeros([count]), codes);
  allclose(still.dataSync(), codes.dataSync(), {});
  const t = [0.05, -0.1, 0.15, 0, 0.1];
  const moved = moveCodes(model, model.alpha, tf.tensor1d(t), codes)
    .arraySync();
  const generator = combine(
    generatorStack(smallSpec.basis, 3),
    model.alpha.dataSync<"float32">(),
  );
  codes.arraySync().forEach((code, row) => {
    const exponential = expm(generator.map((v) => -t[row] * v));
    const expected = [code.slice(0, 9), code.slice(9)]
      .flatMap((patch) => [...times(exponential, patch)]);
    allclose(moved[row], expected, { absolute: 1e-5 });
  });
});
