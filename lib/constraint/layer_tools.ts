import type * as tfjs from "@tensorflow/tfjs";
import type { Tfjs } from "../runtime/tfjs_types.ts";
import { LARGEST_SIDE } from "../datasets/image_stack.ts";
import { checkInteger } from "../runtime/check_option.ts";
import type { FlowAxis } from "./flow_axis.ts";

/** Returns the single tensor that a layer is called with. */
export function onlyTensor(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}

/** Returns the single shape that a layer is built for. */
export function onlyShape(shape: tfjs.Shape | tfjs.Shape[]): tfjs.Shape {
  return Array.isArray(shape[0]) ? shape[0] : shape as tfjs.Shape;
}

/** Largest number of channels or of units of a layer. */
const MOST_UNITS = 2 ** 16;

/**
 * Checks the sizes of a layer or of a network.
 *
 * @param name Its name, for messages.
 * @param sizes The cells per side of an image, under the key `side`, and numbers of
 * units, by their names.
 * @throws {TypeError} if one is no number
 * @throws {RangeError} if one is not a positive integer, or a side has one cell
 */
export function checkSizes(
  name: string,
  sizes: Readonly<Record<string, number>>,
): void {
  for (const [key, size] of Object.entries(sizes)) {
    const [least, most] = key === "side" ? [2, LARGEST_SIDE] : [1, MOST_UNITS];
    checkInteger(`${name}: ${key}`, size, least, most);
  }
}

/**
 * Computes the number of channels of square images from the length of their rows, which
 * is `side^2 * channels`.
 *
 * @param layer The layer's name, for the message.
 * @throws {RangeError} if the rows have another length
 */
export function channelsOf(
  layer: string,
  row: number | null | undefined,
  side: number,
): number {
  const channels = (row ?? 0) / side ** 2;
  if (Number.isInteger(channels) && channels >= 1) return channels;
  throw new RangeError(
    `${layer}: expected rows of ${side} x ${side} cells times the channels, found ${row} numbers`,
  );
}

/** The function `addWeight` of a TensorFlow.js layer. */
type AddWeight = (
  name: string,
  shape: tfjs.Shape,
  dtype: "float32",
  initializer: ReturnType<typeof tfjs.initializers.zeros>,
) => tfjs.LayerVariable;

/**
 * Adds the weights of a layer that ends with a product: a Glorot-uniform matrix, and a
 * bias of zeros.
 *
 * @param name The matrix's name in a saved model.
 * @param rows Number of rows of the matrix.
 * @param columns Number of columns of the matrix, and length of the bias.
 */
export function matrixAndBias(
  tf: Tfjs,
  add: AddWeight,
  { name, rows, columns, seed }: {
    readonly name: string;
    readonly rows: number;
    readonly columns: number;
    readonly seed: number;
  },
): readonly [matrix: tfjs.LayerVariable, bias: tfjs.LayerVariable] {
  const { glorotUniform, zeros } = tf.initializers;
  return [
    add(name, [rows, columns], "float32", glorotUniform({ seed })),
    add("bias", [columns], "float32", zeros()),
  ];
}

/**
 * Repeats the bias of a layer for every row: `[rows, units]`. It is computed as a
 * product, and so is its gradient; the gradient of a broadcast sum would first transpose
 * the rows.
 *
 * @param bias `[units]`.
 */
export function biasRows(
  tf: Tfjs,
  bias: tfjs.Tensor,
  rows: number,
): tfjs.Tensor2D {
  const row = bias.reshape<tfjs.Tensor2D>([1, -1]);
  return tf.matMul(tf.ones<tfjs.Rank.R2>([rows, 1]), row);
}

/**
 * Makes the saved form of a layer: the part that TensorFlow.js makes, and the layer's
 * options as plain JSON.
 */
export function savedConfig(base: SavedConfig, options: object): SavedConfig {
  return { ...base, ...JSON.parse(JSON.stringify(options)) };
}

type SavedConfig = ReturnType<tfjs.layers.Layer["getConfig"]>;

/** Lists the numbers of points per axis. */
export const gridOf = (axes: readonly FlowAxis[]): number[] =>
  axes.map(({ points }) => points.length);

/** Computes the number of points of a grid. */
export const sizeOf = (grid: readonly number[]): number =>
  grid.reduce((size, points) => size * points, 1);

/** Options that every layer has. */
export interface LayerOptions {
  /** The layer's name in TensorFlow.js; by default a generated one. */
  readonly name?: string;
  /** Seed of the initial weights; 0 by default. */
  readonly seed?: number;
}

/** A layer's own options, and those that TensorFlow.js saves of every layer. */
export type LayerConfig<T> =
  & Omit<ConstructorParameters<Tfjs["layers"]["Layer"]>[0], "name">
  & LayerOptions
  & T;
