import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { evenPoints, windowAxis } from "#lib/constraint/flow_axis.ts";
import { backbones } from "#lib/experiments/constraint/backbones.ts";
import {
  crossEntropy,
  fitNetwork,
  outputsOf,
} from "#lib/experiments/constraint/fit_network.ts";
import { affine, unit } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { startTestRuntime } from "../../start_runtime.ts";

const alpha = unit([0, 0, -1, 0, 1, 0]);

const optionsFor = (side: number, points: number) => ({
  side,
  outputs: 10,
  axis: windowAxis(affine, alpha, evenPoints(-1, 1, points)),
  stream: randomStream(5, "backbones"),
});

const sizeOf = (variables: readonly tf.Variable[]) =>
  variables.reduce((sum, { size }) => sum + size, 0);

Deno.test("the CNN agrees with tf.conv2d and tf.maxPool", async () => {
  await startTestRuntime();
  const side = 28;
  const network = backbones.cnn(optionsFor(side, 1));
  const stream = randomStream(6, "images");
  const x = tf.tensor2d(
    Float32Array.from({ length: 3 * side ** 2 }, () => stream()),
    [3, side ** 2],
  );
  const [
    first,
    firstBias,
    second,
    secondBias,
    third,
    thirdBias,
    last,
    lastBias,
  ] = network.variables;
  const reference = tf.tidy(() => {
    const image = x.reshape<tf.Tensor4D>([3, side, side, 1]);
    const one = tf.conv2d(image, first.reshape([5, 5, 1, 16]), 2, "valid")
      .add(firstBias).relu<tf.Tensor4D>();
    const two = tf.conv2d(
      tf.maxPool(one, 2, 2, "valid"),
      second.reshape([3, 3, 16, 32]),
      1,
      "valid",
    ).add(secondBias).relu();
    return two.reshape<tf.Tensor2D>([3, 512]).matMul(third as tf.Tensor2D)
      .add(thirdBias).relu<tf.Tensor2D>()
      .matMul(last as tf.Tensor2D).add(lastBias).dataSync<"float32">();
  });
  const logits = tf.tidy(() => network.logits(x).dataSync<"float32">());
  logits.forEach((value, i) => assertAlmostEquals(value, reference[i], 1e-5));
  network.dispose();
  x.dispose();
});

Deno.test("the networks have as many parameters for MNIST within 5 %", async () => {
  await startTestRuntime();
  const sizes = [
    backbones.mlp(optionsFor(28, 4)),
    backbones.cnn(optionsFor(28, 4)),
    backbones.lifted(optionsFor(28, 4)),
  ].map((network) => {
    const size = sizeOf(network.variables);
    network.dispose();
    return size;
  });
  assert(Math.max(...sizes) < 1.05 * Math.min(...sizes), String(sizes));
});

for (const backbone of ["mlp", "lifted"] as const) {
  Deno.test(`${backbone}: training separates two classes and keeps no tensor`, async () => {
    await startTestRuntime();
    const side = 6, size = side ** 2, count = 40;
    const stream = randomStream(7, "classes");
    const labels = Array.from({ length: count }, (_, i) => i % 2);
    // One class is bright in the middle, the other at the rim, and rotations keep that.
    const rows = Float32Array.from({ length: count * size }, (_, at) => {
      const x = at % side, y = Math.floor(at / side) % side;
      const isInside = x > 1 && x < 4 && y > 1 && y < 4;
      const label = labels[Math.floor(at / size)];
      return (isInside === (label === 1) ? 0.8 : 0) + 0.2 * stream();
    });
    const network = backbones[backbone]({ ...optionsFor(side, 4), outputs: 2 });
    const fit = (steps: number) =>
      runPausable(fitNetwork(network, {
        rows,
        shape: [size],
        copies: 1,
        targets: Float32Array.from(
          labels.flatMap((label) => [1 - label, label]),
        ),
        outputs: 2,
      }, { loss: crossEntropy, steps, batch: 16, stream }));
    await fit(1);
    const before = tf.memory().numTensors;
    await fit(60);
    const said = await runPausable(outputsOf(network, rows, size));
    assertEquals(tf.memory().numTensors, before);
    const told = labels.map((_, i) => said[2 * i + 1] > said[2 * i] ? 1 : 0);
    assertEquals(told, labels);
    network.dispose();
  });
}
