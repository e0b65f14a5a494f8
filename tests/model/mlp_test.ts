import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createMlp, type Mlp, runMlp } from "#lib/model/mlp.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { onBackends } from "../on_backends.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const weightsOf = (mlp: Mlp) =>
  mlp.map(({ weight }) => weight.dataSync<"float32">());

Deno.test("weights are normal with the standard deviation of He et al., biases zero", () => {
  const mlp = createMlp([400, 300, 200, 100], randomStream(0, "mlp"), {
    outputScale: 0.1,
  });
  assertEquals(mlp.map(({ weight }) => weight.shape), [
    [400, 300],
    [300, 200],
    [200, 100],
  ]);
  const expected = [
    Math.sqrt(2 / 400),
    Math.sqrt(2 / 300),
    0.1 * Math.sqrt(1 / 200), // nothing is cut off behind the last layer
  ];
  weightsOf(mlp).forEach((weights, i) => {
    const count = weights.length;
    const mean = weights.reduce((sum, v) => sum + v, 0) / count;
    const variance = weights.reduce((sum, v) => sum + (v - mean) ** 2, 0) /
      count;
    const [sd, kurtosis] = [
      Math.sqrt(variance),
      weights.reduce((sum, v) => sum + (v - mean) ** 4, 0) / count /
      variance ** 2,
    ];
    // The bounds are four standard errors.
    assert(Math.abs(mean) < 4 * sd / Math.sqrt(count), `mean ${mean}`);
    allclose([sd], [expected[i]], { relative: 4 / Math.sqrt(2 * count) });
    allclose([kurtosis], [3], { absolute: 4 * Math.sqrt(24 / count) });
  });
  for (const { bias } of mlp) {
    assertEquals(new Set(bias.dataSync()), new Set([0]));
  }
  assertEquals(mlp.map(({ activation }) => activation), [
    "relu",
    "relu",
    "linear",
  ]);
});

Deno.test("a style applies to all layers but the last", () => {
  const style = { activation: "leaky-relu", layerNorm: true } as const;
  const mlp = createMlp([5, 4, 3, 2], randomStream(0, "mlp"), { style });
  assertEquals(mlp.map(({ activation }) => activation), [
    "leaky-relu",
    "leaky-relu",
    "linear",
  ]);
  assertEquals(mlp.map(({ norm }) => norm?.gain.shape), [
    [4],
    [3],
    undefined,
  ]);
  for (const { norm } of mlp.slice(0, 2)) {
    assertEquals(new Set(norm!.gain.dataSync()), new Set([1]));
    assertEquals(new Set(norm!.shift.dataSync()), new Set([0]));
  }
});

Deno.test("the same stream makes the same weights, another stream other weights", () => {
  const make = (name: string) =>
    weightsOf(createMlp([5, 4, 3], randomStream(0, name)));
  assertEquals(make("a"), make("a"));
  assertNotEquals(make("a"), make("b"));
});

onBackends((declare) => {
  declare(
    "runMlp is layer after layer, with or without a gradient for its input",
    () => {
      const mlp = createMlp([6, 5, 4, 3], randomStream(0, "mlp"));
      mlp.forEach(({ bias }, i) =>
        bias.assign(tf.fill(bias.shape, 0.1 * (i + 1)))
      );
      const x = tf.tensor2d(
        Float32Array.from({ length: 12 }, randomStream(0, "x")),
        [2, 6],
      );
      const plainly = (x: tf.Tensor) =>
        mlp.reduce((input, { weight, bias, activation }) => {
          const sum = tf.add(tf.matMul(input, weight), bias);
          return activation === "relu" ? tf.relu(sum) : sum;
        }, x);
      const expected = tf.variableGrads(() => tf.sum<tf.Scalar>(plainly(x)));
      for (const inputIsData of [true, false]) {
        allclose(
          runMlp(mlp, x, inputIsData).dataSync(),
          plainly(x).dataSync(),
          { absolute: 1e-6 },
        );
        const { grads } = tf.variableGrads(() =>
          tf.sum<tf.Scalar>(runMlp(mlp, x, inputIsData))
        );
        assertEquals(Object.keys(grads).length, 6);
        for (const [name, gradient] of Object.entries(grads)) {
          allclose(gradient.dataSync(), expected.grads[name].dataSync(), {
            absolute: 1e-6,
          }, name);
        }
      }
      const dX = tf.grad((x: tf.Tensor) =>
        tf.sum(runMlp(mlp, x as tf.Tensor2D, false))
      )(x);
      const expectedDx = tf.grad((x: tf.Tensor) => tf.sum(plainly(x)))(x);
      allclose(dX.dataSync(), expectedDx.dataSync(), { absolute: 1e-6 });
      tf.disposeVariables();
    },
  );
});
