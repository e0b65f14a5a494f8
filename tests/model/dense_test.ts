import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertThrows } from "@std/assert";
import { dense } from "#lib/model/dense.ts";
import type { Activation, DenseLayer } from "#lib/model/dense_layer.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { onBackends } from "../on_backends.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const [rows, inputs, outputs] = [7, 5, 9];
const x = random([rows, inputs], "x") as tf.Tensor2D;
const w = random([inputs, outputs], "w") as tf.Tensor2D;
const b = random([outputs], "b") as tf.Tensor1D;
const dy = random([rows, outputs], "dy") as tf.Tensor2D;

function random(shape: number[], name: string): tf.Tensor {
  const next = standardNormal(randomStream(0, name));
  const values = Array.from({ length: tf.util.sizeFromShape(shape) }, next);
  return tf.tensor(values, shape);
}

const gain = random([outputs], "gain") as tf.Tensor1D;
const shift = random([outputs], "shift") as tf.Tensor1D;

const layerOf = (activation: Activation): DenseLayer => ({
  weight: tf.variable(w),
  bias: tf.variable(b),
  activation,
});

/** The layer in tfjs's own operations. */
function plainly(
  activation: Activation,
  w: tf.Tensor,
  b: tf.Tensor,
  x: tf.Tensor,
): tf.Tensor {
  const sum = tf.add(tf.matMul(x, w), b);
  return activate(sum, activation);
}

function activate(x: tf.Tensor, activation: Activation): tf.Tensor {
  if (activation === "linear") return x;
  return activation === "relu" ? tf.relu(x) : tf.leakyRelu(x, 0.2);
}

onBackends((declare) => {
  for (const activation of ["linear", "relu", "leaky-relu"] as const) {
    declare(
      `dense is activation(x W + b), and so is its gradient: ${activation}`,
      () => {
        const layer = layerOf(activation);
        const expected = plainly(activation, w, b, x);
        const [dW, dB, dX] = tf.grads((w, b, x) =>
          tf.sum(tf.mul(plainly(activation, w, b, x), dy))
        )([w, b, x]);

        for (const needsInputGradient of [true, false]) {
          const y = dense(layer, x, needsInputGradient);
          assertEquals(y.shape, [rows, outputs]);
          allclose(y.dataSync(), expected.dataSync(), { absolute: 2e-6 });
          const { grads } = tf.variableGrads(() =>
            tf.sum(tf.mul(dense(layer, x, needsInputGradient), dy))
          );
          const gradient = ({ name }: tf.Variable) => grads[name].dataSync();
          allclose(gradient(layer.weight), dW.dataSync(), { absolute: 1e-5 });
          allclose(gradient(layer.bias), dB.dataSync(), { absolute: 1e-5 });
        }
        const actual = tf.grad((x: tf.Tensor) =>
          tf.sum(tf.mul(dense(layer, x as tf.Tensor2D, true), dy))
        )(x);
        allclose(actual.dataSync(), dX.dataSync(), { absolute: 1e-5 });
      },
    );
  }

  for (const activation of ["relu", "leaky-relu"] as const) {
    declare(
      `a normalised layer is activation(norm(x W + b)), and so is its gradient: ${activation}`,
      () => {
        const norm = { gain: tf.variable(gain), shift: tf.variable(shift) };
        const layer: DenseLayer = { ...layerOf(activation), norm };
        const written = (...operands: tf.Tensor[]) => {
          const [x, w, b, gain, shift] = operands;
          const y = tf.add(tf.matMul(x, w), b);
          const { mean, variance } = tf.moments(y, 1, true);
          const normal = tf.div(
            tf.sub(y, mean),
            tf.sqrt(tf.add(variance, 1e-5)),
          );
          return activate(tf.add(tf.mul(normal, gain), shift), activation);
        };
        const operands = [x, w, b, gain, shift];
        const tolerance = { absolute: 2e-5 };
        const y = dense(layer, x, true);
        allclose(y.dataSync(), written(...operands).dataSync(), tolerance);
        const [dX, ...expected] = tf.grads((...operands) =>
          tf.sum(tf.mul(written(...operands), dy))
        )(operands);
        const { grads } = tf.variableGrads(() =>
          tf.sum(tf.mul(dense(layer, x, false), dy))
        );
        const { weight, bias } = layer;
        [weight, bias, norm.gain, norm.shift].forEach(({ name }, i) =>
          allclose(grads[name].dataSync(), expected[i].dataSync(), tolerance)
        );
        const actual = tf.grad((x: tf.Tensor) =>
          tf.sum(tf.mul(dense(layer, x as tf.Tensor2D, true), dy))
        )(x);
        allclose(actual.dataSync(), dX.dataSync(), tolerance);
      },
    );
  }

  declare("no gradient reaches an input that needs none", () => {
    const layer = layerOf("relu");
    assertThrows(
      () =>
        tf.grad((x: tf.Tensor) =>
          tf.sum(dense(layer, x as tf.Tensor2D, false))
        )(
          x,
        ),
      Error,
      "Cannot compute gradient",
    );
  });
});
