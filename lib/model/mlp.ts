import * as tf from "@tensorflow/tfjs";
import { normal, type RandomStream } from "../random/streams.ts";
import { type Activation, dense, type DenseLayer } from "./dense.ts";

/** A multilayer perceptron: ReLU between layers, the last one linear. */
export type Mlp = readonly DenseLayer[];

/**
 * Makes an MLP with He-normal weights (He et al. 2015) and zero biases.
 *
 * @param sizes Numbers of neurons, input first, for example `[784, 512, 25]`.
 * @param outputScale Factor on the weights of the last layer.
 */
export function createMlp(
  sizes: readonly number[],
  stream: RandomStream,
  outputScale = 1,
): Mlp {
  const draw = normal(stream);
  return sizes.slice(1).map((outputs, i) => {
    const inputs = sizes[i];
    const last = i === sizes.length - 2;
    const scale = (last ? outputScale : 1) * Math.sqrt((last ? 1 : 2) / inputs);
    const values = Float32Array.from(
      { length: inputs * outputs },
      () => scale * draw(),
    );
    const activation: Activation = last ? "linear" : "relu";
    return tf.tidy(() => ({
      weight: tf.variable(tf.tensor2d(values, [inputs, outputs])),
      bias: tf.variable(tf.zeros<tf.Rank.R1>([outputs])),
      activation,
    }));
  });
}

/**
 * Runs an MLP.
 *
 * @param x `[rows, inputs]`.
 * @param inputIsData True where no gradient with respect to x is wanted.
 */
export function runMlp(
  mlp: Mlp,
  x: tf.Tensor2D,
  inputIsData: boolean,
): tf.Tensor2D {
  return mlp.reduce(
    (input, layer, i) => dense(layer, input, i > 0 || !inputIsData),
    x,
  );
}
