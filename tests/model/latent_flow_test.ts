import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { quadratic, unit } from "#lib/lie/basis.ts";
import { derivativeOperators } from "#lib/lie/derivative_operators.ts";
import { exactPlan } from "#lib/lie/action_plan.ts";
import { expm } from "#lib/lie/expm.ts";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import {
  applyLatentFlow,
  combineStack,
  createLatentFlow,
} from "#lib/model/latent_flow.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { times } from "../lie/times.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const size = 5, cells = 25;
const flow = createLatentFlow(quadratic, size);
const alpha = Float32Array.from(unit(random(12, "alpha")));
const plan = { substeps: 8, terms: 10 };

function random(length: number, name: string): Float32Array {
  const next = standardNormal(randomStream(0, name));
  return Float32Array.from({ length }, () => next());
}

const generator = combine(generatorStack(quadratic, size), alpha);

Deno.test("the stack gives the float64 generator to rounding", () => {
  const combined = combineStack(tf.tensor1d(alpha), flow.stack, cells);
  assertEquals(combined.shape, [cells, cells]);
  allclose(combined.dataSync(), generator, { absolute: 2e-6 });
});

for (const [name, operator] of Object.entries(derivativeOperators)) {
  Deno.test(`${name}: the flow moves codes as the dense exponential of its own generators`, () => {
    const flow = createLatentFlow(quadratic, size, operator);
    const stack = generatorStack(quadratic, size, operator);
    assertEquals(flow.generators, stack);
    const bound = createNormBound(quadratic, size, 0, operator);
    assertEquals(flow.normBound(alpha), bound(alpha));
    const t = Float32Array.of(0.3, -0.3);
    const z = random(2 * cells, "z");
    const moved = applyLatentFlow(
      flow,
      tf.tensor1d(alpha),
      tf.tensor1d(t),
      tf.tensor2d(z, [2, cells]),
      exactPlan(0.3 * flow.normBound(alpha)),
    ).dataSync();
    t.forEach((time, row) => {
      const cut = (all: Float32Array) =>
        all.slice(row * cells, (row + 1) * cells);
      const exponential = expm(combine(stack, alpha).map((v) => -time * v));
      allclose(cut(moved as Float32Array), times(exponential, cut(z)), {
        absolute: 1e-4,
      });
    });
  });
}

for (const channels of [1, 3]) {
  Deno.test(`each of ${channels} channels moves by its row's t alone`, () => {
    const t = Float32Array.of(0.6, -0.4);
    const z = random(2 * channels * cells, `z ${channels}`);
    const moved = applyLatentFlow(
      flow,
      tf.tensor1d(alpha),
      tf.tensor1d(t),
      tf.tensor2d(z, [2, channels * cells]),
      plan,
    );
    assertEquals(moved.shape, [2, channels * cells]);
    const values = moved.dataSync();
    for (let patch = 0; patch < 2 * channels; patch++) {
      const cut = (all: ArrayLike<number>) =>
        Array.from(all).slice(patch * cells, (patch + 1) * cells);
      const time = t[Math.floor(patch / channels)];
      const exponential = expm(generator.map((v) => -time * v));
      allclose(cut(values), times(exponential, cut(z)), { absolute: 1e-4 });
    }
  });
}

Deno.test("value and gradient of C channels are the sums over single channels", () => {
  const channels = 3, rows = 2;
  const z = random(rows * channels * cells, "z");
  const weight = random(rows * channels * cells, "weight");
  const loss = (columns: readonly [number, number]) =>
  (
    alpha: tf.Tensor,
    t: tf.Tensor,
  ) => {
    const part = (values: Float32Array) =>
      tf.slice(
        tf.tensor2d(values, [rows, channels * cells]),
        [0, columns[0]],
        [rows, columns[1] - columns[0]],
      );
    const moved = applyLatentFlow(
      flow,
      alpha as tf.Tensor1D,
      t as tf.Tensor1D,
      part(z),
      plan,
    );
    return tf.sum<tf.Scalar>(tf.mul(moved, part(weight)));
  };
  const at = (from: number, to: number) => {
    const { value, grads } = tf.valueAndGrads(loss([from, to]))(
      [tf.tensor1d(alpha), tf.tensor1d([0.5, -0.3])],
    );
    return [value, ...grads].flatMap((tensor) => [...tensor.dataSync()]);
  };
  const alone = Array.from(
    { length: channels },
    (_, c) => at(c * cells, (c + 1) * cells),
  );
  const sum = alone[0].map((_, i) => alone.reduce((s, one) => s + one[i], 0));
  allclose(at(0, channels * cells), sum, { absolute: 1e-3 });
});
