import * as tf from "@tensorflow/tfjs";
import { assert } from "@std/assert";
import { normal, randomStream } from "#lib/random/streams.ts";
import { adamUpdate, zeroMoments } from "#lib/training/adam.ts";
import { allclose } from "../allclose.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const size = 6, steps = 12, rate = 0.01;
const next = normal(randomStream(0, "numbers"));
const start = Float32Array.from({ length: size }, () => next());
/** Over many orders of magnitude: epsilon counts for the smallest. */
const gradients = Array.from(
  { length: steps },
  () =>
    Float32Array.from({ length: size }, (_, i) => next() * 10 ** (2 - 2 * i)),
);

function run(): Float32Array[] {
  const values = start.slice();
  const moments = zeroMoments(size);
  return gradients.map((gradient, i) => {
    adamUpdate(values, gradient, moments, rate, i + 1);
    return values.slice();
  });
}

Deno.test("adamUpdate is algorithm 1 of Kingma and Ba, in float64", () => {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const theta = Float64Array.from(start);
  const m = new Float64Array(size), v = new Float64Array(size);
  run().forEach((actual, step) => {
    const t = step + 1;
    for (let i = 0; i < size; i++) {
      const g = gradients[step][i];
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g ** 2;
      const mHat = m[i] / (1 - beta1 ** t);
      const vHat = v[i] / (1 - beta2 ** t);
      theta[i] -= rate * mHat / (Math.sqrt(vHat) + epsilon);
    }
    allclose(actual, theta, { relative: 1e-6, absolute: 1e-6 }, `step ${t}`);
  });
});

Deno.test("adamUpdate does what tf.train.adam does", () => {
  const variable = tf.variable(tf.tensor1d(start));
  const optimizer = tf.train.adam(rate, 0.9, 0.999, 1e-8);
  run().forEach((actual, step) => {
    const tensor = tf.tensor1d(gradients[step]);
    optimizer.applyGradients([{ name: variable.name, tensor }]);
    allclose(actual, variable.dataSync(), { absolute: 2e-6 }, `step ${step}`);
  });
});

Deno.test("the first step has the length of the rate, whatever the gradient", () => {
  const [first] = run();
  const largeEnough = first.slice(0, 4); // epsilon is nothing against these
  largeEnough.forEach((value, i) => {
    const step = value - start[i];
    assert(Math.sign(step) === -Math.sign(gradients[0][i]));
    allclose([Math.abs(step)], [rate], { relative: 1e-3 });
  });
});

Deno.test("without a gradient nothing moves", () => {
  const values = start.slice();
  adamUpdate(values, new Float32Array(size), zeroMoments(size), rate, 1);
  allclose(values, start, {});
});
