import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { layersFiles } from "#lib/model/export_layers.ts";
import { createMlp, type LayerStyle, runMlp } from "#lib/model/mlp.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const styles: readonly LayerStyle[] = [
  { activation: "relu", layerNorm: false },
  { activation: "leaky-relu", layerNorm: false },
  { activation: "relu", layerNorm: true },
  { activation: "leaky-relu", layerNorm: true },
];

for (const style of styles) {
  Deno.test(`tfjs loads an exported MLP, and gets the same output: ${JSON.stringify(style)}`, async () => {
    const mlp = createMlp([6, 5, 4, 3], randomStream(0, "mlp"), { style });
    mlp.forEach(({ bias, norm }, i) => {
      bias.assign(tf.fill(bias.shape, 0.1 * (i + 1)));
      norm?.gain.assign(tf.linspace(0.5, 1.5, norm.gain.size));
      norm?.shift.assign(tf.linspace(-0.2, 0.3, norm.shift.size));
    });
    const x = tf.randomNormal<tf.Rank.R2>([7, 6], 0, 1, "float32", 1);
    const before = tf.memory().numTensors;
    const files = await layersFiles(mlp, { input: 0.5, output: -2 });
    assertEquals(tf.memory().numTensors, before, "tensors left behind");

    assertEquals(Object.keys(files).sort(), ["model.json", "weights.bin"]);
    const { modelTopology, weightsManifest } = JSON.parse(
      files["model.json"] as string,
    );
    const [{ paths, weights }] = weightsManifest;
    assertEquals(paths, ["weights.bin"]);
    const loaded = await tf.loadLayersModel({
      load: () =>
        Promise.resolve({
          modelTopology,
          weightSpecs: weights,
          weightData: (files["weights.bin"] as Uint8Array<ArrayBuffer>).buffer,
        }),
    });
    allclose(
      (loaded.predict(x) as tf.Tensor).dataSync(),
      tf.sub(runMlp(mlp, tf.sub(x, 0.5), true), 2).dataSync(),
      { absolute: 1e-5 },
    );
  });
}
