import * as tf from "@tensorflow/tfjs";
import type { DenseLayer } from "../../model/dense_layer.ts";
import { type Mlp, runMlp } from "../../model/mlp.ts";
import type { Network } from "./network.ts";

/** Wraps a multilayer perceptron as a network. */
export const mlpNetwork = (mlp: Mlp): Network => ({
  variables: layerVariables(mlp),
  logits: (images) => runMlp(mlp, images as tf.Tensor2D, true),
  dispose: () => tf.dispose(layerVariables(mlp)),
});

/** Lists the weights and biases of layers, in order. */
export const layerVariables = (layers: readonly DenseLayer[]): tf.Variable[] =>
  layers.flatMap(({ weight, bias }) => [weight, bias]);
