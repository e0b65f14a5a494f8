import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { makePairs } from "#lib/datasets/pairs.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { pairChunks } from "#lib/datasets/chunks.ts";
import { estimate } from "#lib/evaluation/estimate.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { refinedT } from "#lib/matching/refined_t.ts";
import { estimateT } from "#lib/model/forward.ts";
import { pairTensors } from "#lib/model/pair_tensors.ts";
import { createPixelFlow } from "#lib/model/pixel_flow.ts";
import { createModel } from "#lib/model/symmetry_model.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { allclose } from "../allclose.ts";
import { blobs } from "../blobs.ts";
import { smallSpec } from "../model/small_model.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const model = createModel(smallSpec, 0);
const flow = createPixelFlow(smallSpec.basis, 8);
const { pairs } = makePairs(
  blobs(2005, 8, randomStream(0, "images")),
  transformations.rotation,
  uniform(-0.3, 0.3),
  randomStream(0, "pairs"),
);

const cut = (start: number, count: number): Pairs => ({
  ...pairs,
  count,
  x0: pairs.x0.slice(start * 64, (start + count) * 64),
  xt: pairs.xt.slice(start * 64, (start + count) * 64),
});

Deno.test("chunks follow one another and hold every pair once", () => {
  const chunks = pairChunks(pairs);
  let next = 0;
  for (const { start, pairs: { count, x0, xt } } of chunks) {
    assertEquals(start, next);
    assertEquals(x0, cut(start, count).x0);
    assertEquals(xt, cut(start, count).xt);
    next += count;
  }
  assertEquals(next, 2005);
  assertEquals(chunks.length > 1, true);
});

Deno.test("estimate gives alpha, the t-network's t, and the refined t", async () => {
  const few = cut(0, 7);
  const { alpha, network, refined } = await estimate(model, flow, few);
  assertEquals(alpha, Float32Array.from(model.alpha.dataSync()));
  const tensors = pairTensors(flow, few);
  const t = estimateT(model, tensors).dataSync<"float32">();
  allclose(network, t, {});
  allclose(
    refined,
    await runPausable(refinedT(few, smallSpec.basis, alpha, t)),
    {},
  );
});

Deno.test("t are refined at the images' resolution, whatever the t-network sees", async () => {
  const few = cut(0, 7);
  const plain = createPixelFlow(smallSpec.basis, 8, {
    resolution: "full",
    form: { kind: "plain" },
  });
  const wide = createModel({ ...smallSpec, pairSize: 2 * 64 }, 0);
  const before = tf.memory().numTensors;
  const { alpha, network, refined } = await estimate(wide, plain, few);
  assertEquals(tf.memory().numTensors, before);
  const t = estimateT(wide, pairTensors(plain, few)).dataSync<"float32">();
  allclose(network, t, {});
  const expected = await runPausable(
    refinedT(few, smallSpec.basis, alpha, t),
  );
  allclose(refined, expected, {});
});

Deno.test("a pair's estimate does not depend on the other pairs", async () => {
  const all = await estimate(model, flow, pairs);
  assertEquals([all.network.length, all.refined.length], [2005, 2005]);
  for (const [start, count] of [[0, 5], [1998, 7]]) {
    const some = await estimate(model, flow, cut(start, count));
    for (const kind of ["network", "refined"] as const) {
      const part = all[kind].subarray(start, start + count);
      allclose(some[kind], part, { absolute: 1e-4 }, `${kind} from ${start}`);
    }
  }
});

Deno.test("estimate leaves the model and the memory as they were", async () => {
  const before = tf.memory().numTensors;
  const { alpha } = await estimate(model, flow, cut(0, 5));
  alpha.fill(0); // it is the caller's own
  assertEquals(model.alpha.dataSync().some((v) => v !== 0), true);
  assertEquals(tf.memory().numTensors, before);
});
