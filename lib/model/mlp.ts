import * as tf from "@tensorflow/tfjs";
import { type RandomStream, standardNormal } from "../random/streams.ts";
import { denseLayers } from "./dense.ts";
import type { Activation, DenseLayer } from "./dense_layer.ts";

/** Activation and normalisation of a network's hidden layers. */
export interface LayerStyle {
  /** The function after each hidden layer. */
  readonly activation: Exclude<Activation, "linear">;
  /** Whether the hidden layers are normalised. */
  readonly layerNorm: boolean;
}

const PLAIN: LayerStyle = { activation: "relu", layerNorm: false };

export interface MlpOptions {
  /** Style of the hidden layers; by default ReLU without normalisation. */
  readonly style?: LayerStyle;
  /** Factor on the weights of the last layer; by default 1. */
  readonly outputScale?: number;
}

/** A multilayer perceptron; its last layer is linear. */
export type Mlp = readonly DenseLayer[];

/**
 * Makes an MLP with He-normal weights (He et al. 2015) and zero biases.
 *
 * @param sizes Numbers of neurons, input first, for example `[784, 512, 25]`.
 */
export function createMlp(
  sizes: readonly number[],
  stream: RandomStream,
  { style = PLAIN, outputScale = 1 }: MlpOptions = {},
): Mlp {
  const draw = standardNormal(stream);
  return sizes.slice(1).map((outputs, i): DenseLayer => {
    const inputs = sizes[i];
    const last = i === sizes.length - 2;
    const scale = (last ? outputScale : 1) * Math.sqrt((last ? 1 : 2) / inputs);
    const values = Float32Array.from(
      { length: inputs * outputs },
      () => scale * draw(),
    );
    const activation = last ? "linear" : style.activation;
    const normed = style.layerNorm && !last;
    return {
      weight: variable(() => tf.tensor2d(values, [inputs, outputs])),
      bias: variable(() => tf.zeros<tf.Rank.R1>([outputs])),
      ...(normed ? { norm: identityNorm(outputs) } : {}),
      activation,
    };
  });
}

const identityNorm = (columns: number) => ({
  gain: variable(() => tf.ones<tf.Rank.R1>([columns])),
  shift: variable(() => tf.zeros<tf.Rank.R1>([columns])),
});

const variable = <R extends tf.Rank>(
  initial: () => tf.Tensor<R>,
): tf.Variable<R> => tf.tidy(() => tf.variable(initial()));

/**
 * Applies an MLP to every row of x.
 *
 * @param x `[rows, inputs]`.
 * @param inputIsData True if no gradient with respect to x is needed.
 */
export function runMlp(
  mlp: Mlp,
  x: tf.Tensor2D,
  inputIsData: boolean,
): tf.Tensor2D {
  return denseLayers(mlp, x, !inputIsData);
}
