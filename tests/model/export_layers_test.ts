import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { layersFiles } from "#lib/model/export_layers.ts";
import { createMlp, runMlp } from "#lib/model/mlp.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

Deno.test("tfjs loads an exported MLP, and gets the same output", async () => {
  const mlp = createMlp([6, 5, 4, 3], randomStream(0, "mlp"));
  mlp.forEach(({ bias }, i) => bias.assign(tf.fill(bias.shape, 0.1 * (i + 1))));
  const x = tf.randomNormal<tf.Rank.R2>([7, 6], 0, 1, "float32", 0);
  const before = tf.memory().numTensors;
  const files = await layersFiles(mlp);
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
    runMlp(mlp, x, true).dataSync(),
    { absolute: 1e-6 },
  );
});
