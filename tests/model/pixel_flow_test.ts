import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { loadMnist } from "#lib/datasets/mnist.ts";
import { coarsen, padImages } from "#lib/images/coarse.ts";
import { transformations } from "#lib/images/transformations.ts";
import { projectField, quadratic, unit } from "#lib/lie/basis.ts";
import {
  type ActionPlan,
  exponentialAction,
} from "#lib/lie/exponential_action.ts";
import { taperedGeneratorStack } from "#lib/lie/generator.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import { combineStack } from "#lib/model/latent_flow.ts";
import {
  createPixelFlow,
  cropFrame,
  disposePixelFlow,
  padFrame,
  type PixelFlow,
  pixelPlan,
  toCoarse,
} from "#lib/model/pixel_flow.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { readsFiles } from "../reads_files.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const side = 16, frame = 8, count = 3;
const flow = createPixelFlow(quadratic, side);
const margin = (Math.sqrt(flow.cells) - frame) / 2;
const images = Float32Array.from(
  { length: count * side * side },
  randomStream(0, "images"),
);
const coarse = coarsen(images, count, side, side).pixels;

Deno.test("the coarse frame has half the side, and whole cells around it", () => {
  assertEquals(flow.frame, frame);
  assertEquals(Number.isInteger(margin) && margin >= 3, true);
});

Deno.test("the coarsening matrix does what coarsen does", () => {
  const actual = toCoarse(flow, tf.tensor2d(images, [count, side * side]));
  assertEquals(actual.shape, [count, frame * frame]);
  allclose(actual.dataSync(), coarse, { absolute: 1e-6 });
});

Deno.test("padFrame does what padImages does, and cropFrame undoes it", () => {
  const rows = tf.tensor2d(coarse, [count, frame * frame]);
  const padded = padFrame(flow, rows);
  assertEquals(padded.shape, [count, flow.cells]);
  allclose(padded.dataSync(), padImages(coarse, count, frame, margin), {});
  const cropped = cropFrame(flow, padded);
  assertEquals(cropped.shape, rows.shape);
  allclose(cropped.dataSync(), coarse, {});
});

Deno.test("the stack and the bound are those of the tapered generators", () => {
  assertEquals(flow.stack.shape, [12, flow.cells ** 2]);
  allclose(
    flow.stack.dataSync(),
    taperedGeneratorStack(quadratic, frame, margin),
    { relative: 1e-7 },
  );
  const alpha = quadratic.terms.map((_, i) => i - 5);
  const bound = createNormBound(quadratic, frame, margin);
  assertEquals(flow.normBound(alpha), bound(alpha));
});

Deno.test({
  ...readsFiles,
  name: "a pixel plan moves digits to 1e-3 of their norm, however far",
  async fn() {
    const count = 40;
    const { pixels } = await loadMnist("test");
    const flow = createPixelFlow(quadratic, 28);
    const digits = tf.tensor2d(pixels.slice(0, count * 784), [count, 784]);
    const coarse = toCoarse(flow, digits);
    for (const { name, field } of Object.values(transformations)) {
      const alpha = unit(projectField(field, quadratic).coefficients);
      for (const norm of [2, 7, 10, 15]) {
        const t = norm / flow.normBound(alpha);
        const plan = pixelPlan(flow, alpha, t);
        const error = largestError(coarse, flow, alpha, t, plan);
        assert(error < 1e-3, `${name}, t = ${t}: ${error}`);
      }
    }
    disposePixelFlow(flow);
  },
});

/** Largest error of a plan, of all rows, relative to the row's norm. */
function largestError(
  coarse: tf.Tensor2D,
  flow: PixelFlow,
  alpha: Float64Array,
  t: number,
  plan: ActionPlan,
): number {
  return tf.tidy(() => {
    const generator = combineStack(
      tf.tensor1d(Float32Array.from(alpha)),
      flow.stack,
      flow.cells,
    );
    const move = (plan: ActionPlan) => {
      const times = tf.fill<tf.Rank.R1>([coarse.shape[0]], t);
      return cropFrame(
        flow,
        exponentialAction(generator, times, padFrame(flow, coarse), plan),
      );
    };
    const norm = flow.normBound(alpha) * t;
    const exact = move({ substeps: Math.ceil(norm), terms: 10 });
    const error = tf.norm(tf.sub(move(plan), exact), 2, 1);
    return tf.max(tf.div(error, tf.norm(coarse, 2, 1))).dataSync()[0];
  });
}

Deno.test("odd and small sides are turned away", () => {
  for (const wrong of [27, 9, 6, 0, -8, 8.5, NaN]) {
    assertThrows(
      () => createPixelFlow(quadratic, wrong),
      RangeError,
      `expected an even image side of at least 8, found ${wrong}`,
    );
  }
});

Deno.test("disposePixelFlow frees what createPixelFlow made", () => {
  const before = tf.memory().numTensors;
  disposePixelFlow(createPixelFlow(quadratic, 8));
  assertEquals(tf.memory().numTensors, before);
});
