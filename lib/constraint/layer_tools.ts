import type * as tfjs from "@tensorflow/tfjs";
import type { Tfjs } from "../runtime/tfjs_types.ts";
import type { FlowAxis } from "./flow_axis.ts";

/** The one tensor that a layer is called with. */
export function onlyTensor(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}

/** The one shape that a layer is built for. */
export function onlyShape(shape: tfjs.Shape | tfjs.Shape[]): tfjs.Shape {
  return Array.isArray(shape[0]) ? shape[0] : shape as tfjs.Shape;
}

/**
 * Channels of square images that are rows of `side^2 * channels` numbers.
 *
 * @param layer For the message.
 * @throws {RangeError} if the rows are of no such length
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

/** Adds a weight to a layer, as `addWeight` of a tfjs layer does. */
type AddWeight = (
  name: string,
  shape: tfjs.Shape,
  dtype: "float32",
  initializer: ReturnType<typeof tfjs.initializers.zeros>,
) => tfjs.LayerVariable;

/**
 * The weights of a layer that ends with a product: a matrix, Glorot-uniform, and a bias
 * of zeros.
 *
 * @param name The matrix' name in a saved model.
 * @param rows Rows of the matrix.
 * @param columns Columns of the matrix, and length of the bias.
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
 * The bias of a layer once per row, `[rows, units]`, to be added to its rows. It is a
 * product, and so is its gradient: that of a broadcast sum would first transpose the rows.
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

/** The saved form of a layer: tfjs's own part, and the layer's options as plain JSON. */
export function savedConfig(base: SavedConfig, options: object): SavedConfig {
  return { ...base, ...JSON.parse(JSON.stringify(options)) };
}

type SavedConfig = ReturnType<tfjs.layers.Layer["getConfig"]>;

/** Numbers of points per axis. */
export const gridOf = (axes: readonly FlowAxis[]): number[] =>
  axes.map(({ points }) => points.length);

/** How many points a grid has. */
export const sizeOf = (grid: readonly number[]): number =>
  grid.reduce((size, points) => size * points, 1);

/** A layer's name and what else tfjs knows about every layer. */
export interface LayerOptions {
  /** The layer's name in TensorFlow.js; by default it makes one. */
  readonly name?: string;
  /** Decides the first weights; 0 by default. */
  readonly seed?: number;
}

/** A layer's own settings, together with what tfjs saves of every layer. */
export type LayerConfig<T> =
  & Omit<ConstructorParameters<Tfjs["layers"]["Layer"]>[0], "name">
  & LayerOptions
  & T;
