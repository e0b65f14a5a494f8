import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { loadMnist } from "#lib/datasets/mnist.ts";
import { coarsen } from "#lib/images/coarse.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { projectField, quadratic, unit } from "#lib/lie/basis.ts";
import { generatorStack, taperedGeneratorStack } from "#lib/lie/generator.ts";
import { chebyshevSeries } from "#lib/lie/line_series.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import { movePixels } from "#lib/model/move_pixels.ts";
import {
  createPixelFlow,
  type PixelFlow,
  pixelPlan,
  toFrame,
} from "#lib/model/pixel_flow.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { readsFiles } from "../reads_files.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const side = 16, frame = 8, count = 3;
const flow = createPixelFlow(quadratic, side);
const margin = (flow.side - frame) / 2;
const images = Float32Array.from(
  { length: count * side * side },
  randomStream(0, "images"),
);

Deno.test("the coarse frame has half the side, and whole cells around it", () => {
  assertEquals(flow.frame, frame);
  assertEquals(Number.isInteger(margin) && margin >= 3, true);
});

Deno.test("toFrame equals coarsen, or the identity at full resolution", () => {
  const rows = tf.tensor2d(images, [count, side * side]);
  const actual = toFrame(flow, rows);
  assertEquals(actual.shape, [count, frame * frame]);
  const { pixels } = coarsen(images, count, side, side);
  allclose(actual.dataSync(), pixels, { absolute: 1e-6 });
  const full = createPixelFlow(quadratic, side, plainGrid);
  assertEquals([full.frame, full.side], [side, side]);
  assertEquals(toFrame(full, rows).arraySync(), rows.arraySync());
});

const plainGrid = { resolution: "full", form: { kind: "plain" } } as const;

Deno.test("the dense generators and the bound are those of the grid's form", () => {
  assertEquals(flow.dense().shape, [12, flow.side ** 4]);
  assertEquals(flow.dense(), flow.dense());
  const expected = taperedGeneratorStack(quadratic, frame, margin);
  allclose(flow.dense().dataSync(), expected, { relative: 1e-7 });
  const alpha = quadratic.terms.map((_, i) => i - 5);
  const bound = createNormBound(quadratic, frame, margin);
  assertEquals(flow.normBound(alpha), bound(alpha));
  const plain = createPixelFlow(quadratic, 8, plainGrid);
  allclose(plain.dense().dataSync(), generatorStack(quadratic, 8), {
    relative: 1e-7,
  });
});

Deno.test({
  ...readsFiles,
  name: "a pixel plan moves digits to 1e-3 of their norm, at every t",
  async fn() {
    const count = 40;
    const { pixels } = await loadMnist("test");
    const flow = createPixelFlow(quadratic, 28);
    const digits = tf.tensor2d(pixels.slice(0, count * 784), [count, 784]);
    const coarse = toFrame(flow, digits);
    for (const { name, field } of Object.values(transformations)) {
      const alpha = unit(projectField(field, quadratic).coefficients);
      for (const norm of [2, 7, 10, 15]) {
        const t = norm / flow.normBound(alpha);
        const error = largestError(coarse, flow, alpha, t);
        assert(error < 1e-3, `${name}, t = ${t}: ${error}`);
      }
    }
    flow.dispose();
  },
});

/** Largest error of the plan over all rows, relative to the row's norm. */
function largestError(
  coarse: tf.Tensor2D,
  flow: PixelFlow,
  alpha: Float64Array,
  t: number,
): number {
  return tf.tidy(() => {
    const numbers = tf.tensor1d(Float32Array.from(alpha));
    const times = tf.fill<tf.Rank.R1>([coarse.shape[0]], t);
    const plan = pixelPlan(flow, alpha, t);
    const moved = movePixels(flow, numbers, times, coarse, plan);
    const finer = chebyshevSeries(t, flow.normBound(alpha), 2e-6);
    const exact = movePixels(flow, numbers, times, coarse, {
      ...plan,
      lines: { ...finer, terms: finer.terms + 5 },
    });
    const error = tf.norm(tf.sub(moved, exact), 2, 1);
    return tf.max(tf.div(error, tf.norm(coarse, 2, 1))).dataSync()[0];
  });
}

Deno.test("odd and small sides are refused", () => {
  for (const wrong of [27, 9, 6, 0, -8, 8.5, NaN]) {
    assertThrows(
      () => createPixelFlow(quadratic, wrong),
      RangeError,
      `expected an even image side of at least 8, found ${wrong}`,
    );
  }
});

Deno.test("dispose frees what createPixelFlow made", () => {
  const before = tf.memory().numTensors;
  const flow = createPixelFlow(quadratic, 8);
  flow.dense();
  flow.dispose();
  assertEquals(tf.memory().numTensors, before);
});
