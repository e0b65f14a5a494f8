import * as tf from "@tensorflow/tfjs";
import type { MatrixProduct } from "../runtime/direct.ts";
import type { LayerKernels } from "../runtime/layer_kernels.ts";
import { emptyTensor, tensorMemory } from "../runtime/tensor_memory.ts";
import { type DenseLayer, SLOPE } from "./dense_layer.ts";
import { EPSILON, type LayerNorm } from "./layer_norm.ts";

/** Kernels that compute on the tensors' own memory. */
export interface MemoryKernels {
  readonly layers: LayerKernels;
  readonly product: MatrixProduct;
}

/**
 * Computes fully connected layers, one after another, as one operation with its own
 * gradient. It makes only those tensors that the gradient needs, and changes gradients
 * in place.
 *
 * @param x `[rows, inputs]`.
 * @param needsInputGradient False if x is data, which saves one product.
 * @returns `[rows, outputs]` of the last layer.
 */
export function layersOnMemory(
  kernels: MemoryKernels,
  layers: readonly DenseLayer[],
  x: tf.Tensor2D,
  needsInputGradient: boolean,
): tf.Tensor2D {
  const variables = layers.flatMap(variablesOf);
  const op = tf.customGrad((...operands) => {
    const save = operands.at(-1) as unknown as tf.GradSaveFunc;
    const start = needsInputGradient
      ? operands[variables.length] as tf.Tensor2D
      : x;
    const passes: Pass[] = [];
    for (const layer of layers) {
      passes.push(forward(kernels, layer, passes.at(-1)?.y ?? start));
    }
    save([start, ...passes.flatMap(keptOf)]);
    const gradFunc = (dy: tf.Tensor, [start, ...kept]: tf.Tensor[]) =>
      backward(kernels, layers, {
        dy: dy as tf.Tensor2D,
        start: start as tf.Tensor2D,
        passes: layers.map((layer) => passOf(layer, kept)),
        needsInputGradient,
      });
    return { value: passes.at(-1)!.y, gradFunc };
  });
  const operands = needsInputGradient ? [...variables, x] : variables;
  return op(...operands) as tf.Tensor2D;
}

/** The normalisation between a layer's product and its activation, if any. */
const normOf = ({ norm, activation }: DenseLayer): LayerNorm | undefined =>
  activation === "linear" ? undefined : norm;

/** The slope of a layer's activation below 0. */
const slopeOf = ({ activation }: DenseLayer): number =>
  activation === "linear" ? 1 : SLOPE[activation];

function variablesOf(layer: DenseLayer): tf.Variable[] {
  const norm = normOf(layer);
  return [
    layer.weight,
    layer.bias,
    ...norm === undefined ? [] : [norm.gain, norm.shift],
  ];
}

/** Tensors that a layer's gradient needs in addition to its variables. */
interface Pass {
  /** The layer's outputs. */
  readonly y: tf.Tensor2D;
  /** Present if the layer is normalised. */
  readonly norm?: {
    readonly normal: tf.Tensor;
    /** `[rows]`. */
    readonly precision: tf.Tensor;
  };
}

function forward(
  { layers: kernels }: MemoryKernels,
  layer: DenseLayer,
  input: tf.Tensor2D,
): Pass {
  const { weight, bias } = layer;
  const [rows, outputs] = [input.shape[0], bias.size];
  const norm = normOf(layer);
  const product = emptyTensor<tf.Tensor2D>([rows, outputs]);
  const normalised = norm && {
    normal: product,
    precision: emptyTensor([rows]),
  };
  const y = norm === undefined
    ? product
    : emptyTensor<tf.Tensor2D>([rows, outputs]);
  kernels.product({
    x: tensorMemory(input),
    weight: tensorMemory(weight),
    bias: tensorMemory(bias),
    y: tensorMemory(product),
    rows,
    slope: norm === undefined ? slopeOf(layer) : 1,
  });
  if (norm === undefined) return { y };
  kernels.normalise({
    normal: tensorMemory(product),
    gain: tensorMemory(norm.gain),
    shift: tensorMemory(norm.shift),
    precision: tensorMemory(normalised!.precision),
    y: tensorMemory(y),
    slope: slopeOf(layer),
    epsilon: EPSILON,
  });
  return { y, norm: normalised };
}

/** The tensors of a pass, in the order of {@link passOf}. */
const keptOf = ({ y, norm }: Pass): tf.Tensor[] =>
  norm === undefined ? [y] : [y, norm.normal, norm.precision];

/** Removes the tensors of a layer's pass from the front of the kept ones. */
function passOf(layer: DenseLayer, kept: tf.Tensor[]): Pass {
  const y = kept.shift() as tf.Tensor2D;
  if (normOf(layer) === undefined) return { y };
  const [normal, precision] = kept.splice(0, 2);
  return { y, norm: { normal, precision } };
}

/** Operands of the gradients. */
interface Backward {
  /**
   * Gradient with respect to the last layer's outputs. The tape may pass it to other
   * operations too, so it must not be changed.
   */
  readonly dy: tf.Tensor2D;
  /** The first layer's inputs. */
  readonly start: tf.Tensor2D;
  readonly passes: readonly Pass[];
  readonly needsInputGradient: boolean;
}

/**
 * Computes the gradients of all layers' variables, and that of the input if it is
 * needed.
 */
function backward(
  kernels: MemoryKernels,
  layers: readonly DenseLayer[],
  { dy, start, passes, needsInputGradient }: Backward,
): tf.Tensor[] {
  const gradients: tf.Tensor[] = [];
  let gradient = layers.at(-1)!.activation === "linear" ? dy : copyOf(dy);
  for (let i = layers.length - 1; i >= 0; i--) {
    const { weight } = layers[i];
    const ofSums = throughActivation(kernels, layers[i], passes[i], gradient);
    const input = i === 0 ? start : passes[i - 1].y;
    const dWeight = emptyTensor(weight.shape);
    multiply(kernels, input, gradient, dWeight, "transpose a");
    gradients.unshift(dWeight, ...ofSums);
    if (i === 0 && !needsInputGradient) return gradients;
    const below = emptyTensor<tf.Tensor2D>(input.shape);
    multiply(kernels, gradient, weight, below, "transpose b");
    if (gradient !== dy) gradient.dispose();
    gradient = below;
  }
  return [...gradients, gradient];
}

/**
 * Turns the gradient with respect to a layer's outputs into that with respect to its
 * product, in place.
 *
 * @returns The gradients of the bias and, if the layer is normalised, of gain and
 * shift.
 */
function throughActivation(
  { layers: kernels }: MemoryKernels,
  layer: DenseLayer,
  { y, norm }: Pass,
  gradient: tf.Tensor2D,
): tf.Tensor[] {
  const columns = layer.bias.size;
  const dBias = emptyTensor([columns]);
  const activated = () => ({ y: tensorMemory(y), slope: slopeOf(layer) });
  if (norm === undefined) {
    kernels.activationGradient({
      gradient: tensorMemory(gradient),
      ...layer.activation !== "linear" && { activation: activated() },
      sums: tensorMemory(dBias),
    });
    return [dBias];
  }
  const [dGain, dShift] = [emptyTensor([columns]), emptyTensor([columns])];
  const normal = tensorMemory(norm.normal);
  kernels.activationGradient({
    gradient: tensorMemory(gradient),
    activation: activated(),
    sums: tensorMemory(dShift),
    normalised: { normal, sums: tensorMemory(dGain) },
  });
  kernels.normaliseGradient({
    normal,
    gain: tensorMemory(layer.norm!.gain),
    precision: tensorMemory(norm.precision),
    gradient: tensorMemory(gradient),
  });
  kernels.activationGradient({
    gradient: tensorMemory(gradient),
    sums: tensorMemory(dBias),
  });
  return [dBias, dGain, dShift];
}

/** Computes c = a^T b, or c = a b^T. */
function multiply(
  { product }: MemoryKernels,
  a: tf.Tensor,
  b: tf.Tensor,
  c: tf.Tensor,
  transposed: "transpose a" | "transpose b",
): void {
  const [m, n] = c.shape;
  const transposeA = transposed === "transpose a";
  product(
    {
      ...{ transposeA, transposeB: !transposeA, m, n },
      k: transposeA ? a.shape[0] : a.shape[1]!,
      accumulate: false,
    },
    tensorMemory(a),
    tensorMemory(b),
    tensorMemory(c),
  );
}

function copyOf(x: tf.Tensor2D): tf.Tensor2D {
  const copy = emptyTensor<tf.Tensor2D>(x.shape);
  tensorMemory(copy).set(tensorMemory(x));
  return copy;
}
