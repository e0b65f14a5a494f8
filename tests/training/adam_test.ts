import * as tf from "@tensorflow/tfjs";
import { assert } from "@std/assert";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { directAdam } from "#lib/runtime/direct.ts";
import { adamUpdate, zeroMoments } from "#lib/training/adam.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles } from "../needs.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { plainAdam, plainMoments } from "./plain_adam.ts";

const size = 6, steps = 12, rate = 0.01;
const next = standardNormal(randomStream(0, "numbers"));
const start = Float32Array.from({ length: size }, () => next());
/** Gradients over many orders of magnitude; epsilon matters for the smallest. */
const gradients = Array.from(
  { length: steps },
  () =>
    Float32Array.from({ length: size }, (_, i) => next() * 10 ** (2 - 2 * i)),
);

/** The parameter's values after every step. */
function run(): Float32Array[] {
  return tf.tidy(() => {
    const parameter = tf.variable(tf.tensor1d(start));
    const moments = zeroMoments([size]);
    const values = gradients.map((gradient, i) => {
      adamUpdate(parameter, tf.tensor1d(gradient), moments, rate, i + 1);
      return parameter.dataSync<"float32">();
    });
    tf.dispose([parameter, moments.first, moments.second]);
    return values;
  });
}

/** The update is in place on wasm's memory, and by operations on the cpu backend. */
for (const backend of ["wasm", "cpu"]) {
  const declare = (name: string, fn: () => void) =>
    Deno.test({
      ...needs(projectFiles),
      name: `${backend}: ${name}`,
      async fn() {
        await startTestRuntime();
        const usual = tf.getBackend();
        await tf.setBackend(backend);
        try {
          assert((directAdam() !== undefined) === (backend === "wasm"));
          fn();
        } finally {
          await tf.setBackend(usual);
        }
      },
    });

  declare("adamUpdate is algorithm 1 of Kingma and Ba, in float64", () => {
    const theta = Float64Array.from(start);
    const moments = plainMoments(size);
    run().forEach((actual, step) => {
      plainAdam(theta, gradients[step], moments, rate, step + 1);
      allclose(actual, theta, { relative: 1e-6, absolute: 1e-6 }, `${step}`);
    });
  });

  declare("adamUpdate does what tf.train.adam does", () => {
    const variable = tf.variable(tf.tensor1d(start));
    const optimizer = tf.train.adam(rate, 0.9, 0.999, 1e-8);
    run().forEach((actual, step) => {
      const tensor = tf.tensor1d(gradients[step]);
      optimizer.applyGradients([{ name: variable.name, tensor }]);
      allclose(actual, variable.dataSync(), { absolute: 2e-6 }, `${step}`);
    });
  });

  declare(
    "the first step has the length of the rate, whatever the gradient",
    () => {
      const [first] = run();
      const largeEnough = first.slice(0, 4); // epsilon is nothing against these
      largeEnough.forEach((value, i) => {
        const step = value - start[i];
        assert(Math.sign(step) === -Math.sign(gradients[0][i]));
        allclose([Math.abs(step)], [rate], { relative: 1e-3 });
      });
    },
  );

  declare("without a gradient nothing moves", () => {
    const parameter = tf.variable(tf.tensor1d(start));
    const moments = zeroMoments([size]);
    adamUpdate(parameter, tf.zeros([size]), moments, rate, 1);
    allclose(parameter.dataSync(), start, {});
  });

  declare("nothing but parameter and moments stays alive", () => {
    const parameter = tf.variable(tf.tensor1d(start));
    const moments = zeroMoments([size]);
    const gradient = tf.tensor1d(gradients[0]);
    const before = tf.memory().numTensors;
    adamUpdate(parameter, gradient, moments, rate, 1);
    assert(tf.memory().numTensors === before);
  });
}
