import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { expm } from "#lib/lie/expm.ts";
import {
  decode,
  encode,
  estimateT,
  largestMagnitude,
  moveCodes,
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

Deno.test("pairTensors holds both images at both resolutions, as rows", () => {
  allclose(tensors.x0.dataSync(), pairs.x0, {});
  allclose(tensors.xt.dataSync(), pairs.xt, {});
  allclose(
    tensors.frame0.dataSync(),
    toFrame(pixelFlow, tensors.x0).dataSync(),
    {},
  );
  allclose(
    tensors.frameT.dataSync(),
    toFrame(pixelFlow, tensors.xt).dataSync(),
    {},
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

Deno.test("codes have all channels, images their size back", () => {
  const codes = encode(model, tensors.x0);
  assertEquals(codes.shape, [count, 18]);
  assertEquals(decode(model, codes).shape, [count, 64]);
});

Deno.test("codes do not move for t = 0, and move by exp(-tG) else", () => {
  const codes = encode(model, tensors.x0);
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

Deno.test("largestMagnitude is the largest |t|", () => {
  assertEquals(largestMagnitude(Float32Array.of(0.5, -2, 1)), 2);
  assertEquals(largestMagnitude(Float32Array.of(0)), 0);
});
