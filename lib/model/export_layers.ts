import * as tf from "@tensorflow/tfjs";
import { type DenseLayer, SLOPE } from "./dense_layer.ts";
import { EPSILON } from "./layer_norm.ts";
import type { Mlp } from "./mlp.ts";

/** Files of a model in tfjs's layers format, by name. */
export type LayersFiles = Readonly<Record<string, string | Uint8Array>>;

const WEIGHTS = "weights.bin";

/** Numbers to subtract from an MLP's input, and to add to its output. */
export interface Offsets {
  readonly input?: number;
  readonly output?: number;
}

/**
 * Converts an MLP to tfjs's layers format, to be loaded with `tf.loadLayersModel`.
 *
 * @param offsets Become part of the biases.
 * @returns `model.json` and `weights.bin`.
 */
export async function layersFiles(
  mlp: Mlp,
  { input = 0, output = 0 }: Offsets = {},
): Promise<LayersFiles> {
  const model = tf.sequential({
    layers: mlp.flatMap((layer, i) => {
      const inputs = layer.weight.shape[0];
      return layersOf(layer, i === 0 ? { inputShape: [inputs] } : {});
    }),
  });
  tf.tidy(() =>
    model.setWeights(mlp.flatMap(({ weight, bias, norm }, i) => {
      const off = i === 0 ? tf.mul(input, tf.sum(weight, 0)) : tf.scalar(0);
      const on = i === mlp.length - 1 ? output : 0;
      return [
        ...[weight, tf.add(tf.sub(bias, off), on)],
        ...(norm === undefined ? [] : [norm.gain, norm.shift]),
      ];
    }))
  );
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

function layersOf(
  { weight, norm, activation }: DenseLayer,
  input: { readonly inputShape?: number[] },
): tf.layers.Layer[] {
  const units = weight.shape[1];
  if (norm === undefined && activation !== "leaky-relu") {
    return [tf.layers.dense({ units, activation, ...input })];
  }
  const alpha = activation === "linear" ? 1 : SLOPE[activation];
  return [
    tf.layers.dense({ units, ...input }),
    ...(norm === undefined
      ? []
      : [tf.layers.layerNormalization({ epsilon: EPSILON })]),
    tf.layers.leakyReLU({ alpha }),
  ];
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
