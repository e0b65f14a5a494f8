import * as tf from "@tensorflow/tfjs";
import { directLayers, directProduct } from "../runtime/direct.ts";
import { type Activation, type DenseLayer, SLOPE } from "./dense_layer.ts";
import { columnSums, normaliseAndActivate } from "./layer_norm.ts";
import { layersOnMemory } from "./layers_on_memory.ts";

/**
 * Computes one fully connected layer: activation(norm(x W + b)).
 *
 * @param x `[rows, inputs]`.
 * @param needsInputGradient False if x is data, which saves one product.
 * @returns `[rows, outputs]`.
 */
export function dense(
  layer: DenseLayer,
  x: tf.Tensor2D,
  needsInputGradient: boolean,
): tf.Tensor2D {
  return denseLayers([layer], x, needsInputGradient);
}

/**
 * Computes fully connected layers, one after another: as one operation on the tensors'
 * memory if the backend gives access to it, else as operations of tfjs.
 *
 * @param x `[rows, inputs]` of the first layer.
 * @param needsInputGradient False if x is data, which saves one product.
 * @returns `[rows, outputs]` of the last layer.
 */
export function denseLayers(
  layers: readonly DenseLayer[],
  x: tf.Tensor2D,
  needsInputGradient: boolean,
): tf.Tensor2D {
  const [kernels, multiply] = [directLayers(), directProduct()];
  if (kernels === undefined || multiply === undefined) {
    return layers.reduce(
      (input, layer, i) =>
        byOperations(layer, input, i > 0 || needsInputGradient),
      x,
    );
  }
  const both = { layers: kernels, product: multiply };
  return layersOnMemory(both, layers, x, needsInputGradient);
}

function byOperations(
  layer: DenseLayer,
  x: tf.Tensor2D,
  needsInputGradient: boolean,
): tf.Tensor2D {
  const { norm, activation } = layer;
  if (norm === undefined || activation === "linear") {
    return product(layer, activation, x, needsInputGradient);
  }
  const y = product(layer, "linear", x, needsInputGradient);
  return normaliseAndActivate(norm, y, SLOPE[activation]);
}

/** tfjs's names of the activations in its fused kernel. */
const FUSED_NAME = {
  linear: "linear",
  relu: "relu",
  "leaky-relu": "leakyrelu",
} as const;

/** Computes activation(x W + b) as a single operation with its own gradient. */
function product(
  { weight, bias }: DenseLayer,
  activation: Activation,
  x: tf.Tensor2D,
  needsInputGradient: boolean,
): tf.Tensor2D {
  const op = tf.customGrad((...operands) => {
    const [w, b] = operands as tf.Tensor[] as [tf.Tensor2D, tf.Tensor1D];
    const input = needsInputGradient ? operands[2] as tf.Tensor2D : x;
    const save = operands.at(-1) as unknown as tf.GradSaveFunc;
    const y = fusedProduct(input, w, b, activation);
    save([w, input, y]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [w, input, y] = saved as tf.Tensor2D[];
      const d = throughActivation(dy as tf.Tensor2D, y, activation);
      const gradients: tf.Tensor[] = [
        tf.matMul(input, d, true, false),
        columnSums(d),
      ];
      if (needsInputGradient) gradients.push(tf.matMul(d, w, false, true));
      return gradients;
    };
    return { value: y, gradFunc };
  });
  const operands = needsInputGradient ? [weight, bias, x] : [weight, bias];
  return op(...operands) as tf.Tensor2D;
}

/**
 * Calls the kernel behind tf.fused.matMul directly. The public operation, under a
 * gradient tape, is split into product, sum and activation.
 */
function fusedProduct(
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  bias: tf.Tensor1D,
  activation: Activation,
): tf.Tensor2D {
  const y = tf.engine().runKernel("_FusedMatMul", {
    a: tf.reshape(x, [1, ...x.shape]),
    b: tf.reshape(w, [1, ...w.shape]),
    bias,
  }, {
    transposeA: false,
    transposeB: false,
    activation: FUSED_NAME[activation],
    leakyreluAlpha: SLOPE["leaky-relu"],
  }) as tf.Tensor3D;
  return tf.reshape(y, [x.shape[0], w.shape[1]]);
}

function throughActivation(
  dy: tf.Tensor2D,
  y: tf.Tensor2D,
  activation: Activation,
): tf.Tensor2D {
  return activation === "linear"
    ? dy
    : tf.mul(dy, tf.step(y, SLOPE[activation]));
}
