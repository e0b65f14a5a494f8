import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { makePairs } from "#lib/datasets/pairs.ts";
import {
  latentFrames,
  reconstructionErrors,
  transformedOutput,
} from "#lib/evaluation/reconstruction.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { decode, encode, moveCodes } from "#lib/model/forward.ts";
import { createModel } from "#lib/model/symmetry_model.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { blobs } from "../blobs.ts";
import { smallSpec } from "../model/small_model.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const count = 6;
const model = createModel(smallSpec, 0);
const { pairs } = makePairs(
  blobs(count, 8, randomStream(0, "images")),
  transformations.rotation,
  uniform(-0.3, 0.3),
  randomStream(0, "pairs"),
);
const t = Float32Array.of(0.1, -0.2, 0, 0.3, -0.1, 0.2);
const [x0, xt] = [pairs.x0, pairs.xt].map((x) => tf.tensor2d(x, [count, 64]));

function meanSquare(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}

Deno.test("the transformed output is the decoded moved code, pair by pair", () => {
  const output = transformedOutput(model, pairs, t);
  const codes = moveCodes(
    model,
    model.alpha,
    tf.tensor1d(t),
    encode(model, x0),
  );
  allclose(output, decode(model, codes).dataSync(), { absolute: 1e-6 });
});

Deno.test("reconstruction errors are mean squares per pixel", () => {
  const errors = reconstructionErrors(model, pairs, t);
  const plain = (x: tf.Tensor2D) => decode(model, encode(model, x)).dataSync();
  const expected = {
    transformed: meanSquare(transformedOutput(model, pairs, t), pairs.xt),
    autoencoder: (meanSquare(plain(x0), pairs.x0) +
      meanSquare(plain(xt), pairs.xt)) / 2,
    identity: meanSquare(pairs.x0, pairs.xt),
  };
  for (const name of ["transformed", "autoencoder", "identity"] as const) {
    assertAlmostEquals(
      errors[name],
      expected[name],
      1e-5 * expected[name],
      name,
    );
  }
});

Deno.test("errors of many pairs are the mean over all chunks", () => {
  const times = 400; // 2400 pairs: more than one chunk
  const repeat = (values: Float32Array) =>
    Float32Array.from(
      { length: times * values.length },
      (_, i) => values[i % values.length],
    );
  const many = {
    ...pairs,
    count: times * count,
    x0: repeat(pairs.x0),
    xt: repeat(pairs.xt),
  };
  const one = reconstructionErrors(model, pairs, t);
  const all = reconstructionErrors(model, many, repeat(t));
  for (const name of ["transformed", "autoencoder", "identity"] as const) {
    assertAlmostEquals(all[name], one[name], 1e-4 * one[name], name);
  }
});

Deno.test("latent frames are the first patch of the code, moved", () => {
  const cells = smallSpec.latentSize ** 2;
  const image = pairs.x0.slice(0, 64);
  const frames = latentFrames(model, image, [0, 0.3, -0.3]);
  assertEquals(frames.map(({ length }) => length), [cells, cells, cells]);
  const code = encode(model, tf.slice(x0, 0, 1));
  allclose(frames[0], code.dataSync().slice(0, cells), { absolute: 1e-6 });
  const moved = moveCodes(model, model.alpha, tf.tensor1d([0.3]), code);
  allclose(frames[1], moved.dataSync().slice(0, cells), { absolute: 1e-6 });
  assertNotEquals(frames[1], frames[2]);
});

Deno.test("no tensor is leaked", () => {
  const before = tf.memory().numTensors;
  transformedOutput(model, pairs, t);
  reconstructionErrors(model, pairs, t);
  latentFrames(model, pairs.x0.slice(0, 64), [0, 1]);
  assertEquals(tf.memory().numTensors, before);
});
