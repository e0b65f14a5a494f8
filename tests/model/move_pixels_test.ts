import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { quadratic, unit } from "#lib/lie/basis.ts";
import { expm } from "#lib/lie/expm.ts";
import { combine, taperedGeneratorStack } from "#lib/lie/generator.ts";
import { movePixels } from "#lib/model/move_pixels.ts";
import {
  createPixelFlow,
  type PixelFlow,
  type PixelGrid,
  type PixelPlan,
  pixelPlan,
  truncatedPixelPlan,
} from "#lib/model/pixel_flow.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { directLines } from "#lib/runtime/direct.ts";
import { allclose } from "../allclose.ts";
import { times } from "../lie/times.ts";
import { needs, projectFiles } from "../needs.ts";
import { startTestRuntime } from "../start_runtime.ts";

const grids: Readonly<Record<string, PixelGrid>> = {
  "tapered, half": { resolution: "half", form: { kind: "tapered", margin: 3 } },
  "plain, full": { resolution: "full", form: { kind: "plain" } },
};

const random = (length: number, name: string) => {
  const next = standardNormal(randomStream(0, name));
  return Float32Array.from({ length }, () => next());
};

const alpha = Float32Array.from(unit(random(12, "alpha")));
const largest = 0.6;

/** Computes on a backend: wasm on its memory, or cpu by operations. */
async function on<T>(backend: string, compute: () => T): Promise<T> {
  await startTestRuntime();
  await tf.setBackend(backend);
  assertEquals(directLines() !== undefined, backend === "wasm");
  const before = tf.memory().numTensors;
  const result = tf.tidy(() => compute() as unknown as tf.TensorContainer);
  assertEquals(tf.memory().numTensors, before, "tensors left behind");
  return result as T;
}

/**
 * The images moved with and without gradients, and the gradients of a weighted sum in
 * alpha and t.
 */
function everything(flow: PixelFlow, plan: PixelPlan, rows: number) {
  const size = flow.frame ** 2;
  const images = tf.tensor2d(random(rows * size, "images"), [rows, size]);
  const weight = tf.tensor2d(random(rows * size, "weight"), [rows, size]);
  const t = tf.tensor1d(random(rows, "t").map((v) => largest * Math.tanh(v)));
  const numbers = tf.tensor1d(alpha);
  const move = (alpha: tf.Tensor, t: tf.Tensor) =>
    movePixels(flow, alpha as tf.Tensor1D, t as tf.Tensor1D, images, plan);
  let moved!: tf.Tensor;
  const [dAlpha, dT] = tf.grads((alpha, t) => {
    moved = tf.keep(move(alpha, t));
    return tf.sum(tf.mul(weight, moved));
  })([numbers, t]);
  const movedWithoutGradient = move(numbers, t).dataSync();
  const result = {
    moved: moved.dataSync(),
    movedWithoutGradient,
    dAlpha: dAlpha.dataSync(),
    dT: dT.dataSync(),
  };
  moved.dispose();
  flow.dispose();
  return result;
}

for (const [name, grid] of Object.entries(grids)) {
  // 50 rows are more than one chunk, and no multiple of eight.
  for (const rows of [3, 50]) {
    for (const order of ["exact", 3] as const) {
      if (grid.form.kind === "plain" && order === "exact") continue; // unstable
      Deno.test({
        ...needs(projectFiles),
        name:
          `${name}, ${rows} images, order ${order}: line kernels and dense operations agree`,
        async fn() {
          const compute = () => {
            const flow = createPixelFlow(quadratic, 8, grid);
            const plan = order === "exact"
              ? {
                ...pixelPlan(flow, alpha, largest),
                dense: { substeps: 8, terms: 8 },
              }
              : truncatedPixelPlan(order);
            return everything(flow, plan, rows);
          };
          const [lines, dense] = [
            await on("wasm", compute),
            await on("cpu", compute),
          ];
          for (const key of Object.keys(lines) as (keyof typeof lines)[]) {
            const scale = Math.max(...dense[key].map(Math.abs));
            allclose(lines[key], dense[key], { absolute: 2e-4 * scale }, key);
          }
          // The groups have other sizes with gradients, so the series other lengths.
          allclose(lines.moved, lines.movedWithoutGradient, { absolute: 1e-5 });
        },
      });
    }
  }
}

Deno.test({
  ...needs(projectFiles),
  name: "an exact plan moves images as the dense exponential in float64 does",
  async fn() {
    const frame = 4, margin = 3, side = 10;
    const stack = taperedGeneratorStack(quadratic, frame, margin);
    const generator = combine(stack, alpha);
    const image = random(frame * frame, "image");
    const padded = new Float64Array(side * side);
    image.forEach((v, i) => {
      const [row, column] = [Math.floor(i / frame), i % frame];
      padded[(row + margin) * side + column + margin] = v;
    });
    for (const t of [-0.9, 0, 0.3, 2]) {
      const moved = await on("wasm", () => {
        const flow = createPixelFlow(quadratic, 8);
        const plan = pixelPlan(flow, alpha, Math.abs(t));
        const rows = tf.tensor2d(image, [1, frame * frame]);
        const times = tf.tensor1d([t]);
        const moved = movePixels(flow, tf.tensor1d(alpha), times, rows, plan)
          .dataSync();
        flow.dispose();
        return moved;
      });
      const exact = times(expm(generator.map((v) => -t * v)), padded);
      const inside = Array.from(image, (_, i) => {
        const [row, column] = [Math.floor(i / frame), i % frame];
        return exact[(row + margin) * side + column + margin];
      });
      const error = Math.hypot(...inside.map((v, i) => v - moved[i]));
      const relative = error / Math.hypot(...exact);
      assert(relative <= 1e-5, `t = ${t}: ${relative}`);
    }
  },
});
