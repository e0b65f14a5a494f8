import * as tf from "@tensorflow/tfjs";
import type { Mlp } from "./mlp.ts";

/** Files of a model in tfjs's layers format, by name. */
export type LayersFiles = Readonly<Record<string, string | Uint8Array>>;

const WEIGHTS = "weights.bin";

/**
 * An MLP in tfjs's layers format, to be loaded with `tf.loadLayersModel`.
 *
 * @returns `model.json` and `weights.bin`.
 */
export async function layersFiles(mlp: Mlp): Promise<LayersFiles> {
  const model = tf.sequential({
    layers: mlp.map(({ weight, activation }, i) =>
      tf.layers.dense({
        units: weight.shape[1],
        activation,
        ...(i === 0 ? { inputShape: [weight.shape[0]] } : {}),
      })
    ),
  });
  model.setWeights(mlp.flatMap(({ weight, bias }) => [weight, bias]));
  let files: LayersFiles = {};
  await model.save(tf.io.withSaveHandler((artifacts) => {
    files = filesOf(artifacts);
    const modelTopologyType = "JSON";
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType },
    });
  }));
  model.dispose();
  return files;
}

function filesOf(artifacts: tf.io.ModelArtifacts): LayersFiles {
  const { modelTopology, format, generatedBy, weightSpecs } = artifacts;
  const manifest = [{ paths: [WEIGHTS], weights: weightSpecs }];
  const json = {
    modelTopology,
    format,
    generatedBy,
    weightsManifest: manifest,
  };
  const data = tf.io.CompositeArrayBuffer.join(artifacts.weightData);
  return {
    "model.json": JSON.stringify(json),
    [WEIGHTS]: new Uint8Array(data),
  };
}
