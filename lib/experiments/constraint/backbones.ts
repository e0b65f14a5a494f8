import * as tf from "@tensorflow/tfjs";
import { constraintLayers } from "../../constraint/constraint_layers.ts";
import {
  evenPoints,
  type FlowAxis,
  isClosed,
  periodAxis,
  windowAxis,
} from "../../constraint/flow_axis.ts";
import type { Basis } from "../../lie/basis.ts";
import { linearPeriod } from "../../matching/period.ts";
import { dense, type DenseLayer } from "../../model/dense.ts";
import { createMlp, type Mlp, runMlp } from "../../model/mlp.ts";
import type { RandomStream } from "../../random/streams.ts";
import type { Backbone } from "./classifier_kinds.ts";
import { liftImages } from "./move_images.ts";
import { type UsedFlow, windowOf } from "./used_flow.ts";

/** A network that tells classes, before the softmax. */
export interface Network {
  readonly variables: readonly tf.Variable[];
  /**
   * `[batch, side^2]` to `[batch, classes]`; a lifted network also takes images that
   * were moved to its points before, `[batch, points, side^2]`.
   */
  readonly logits: (images: tf.Tensor) => tf.Tensor2D;
  readonly dispose: () => void;
}

/** What a network is made for. */
export interface NetworkOptions {
  /** Cells per side of an image. */
  readonly side: number;
  readonly outputs: number;
  /** Of a lifted network. */
  readonly axis?: FlowAxis;
  readonly stream: RandomStream;
}

/** Makes a network of about 39,000 parameters for MNIST. */
export const backbones: Readonly<
  Record<Backbone, (options: NetworkOptions) => Network>
> = { mlp: createPlainMlp, cnn: createCnn, lifted: createLifted };

/** Points of a lifted network along a flow. */
export const LIFT_POINTS = 12;

/** The points of a lifted network: around the whole period, or over the pairs' t. */
export function axisOf(
  basis: Basis,
  { alpha, times, period }: UsedFlow,
  points = LIFT_POINTS,
): FlowAxis {
  if (period !== undefined) return periodAxis(basis, alpha, points, period);
  const [low, high] = windowOf(times);
  const closed = linearPeriod(basis, alpha);
  return windowAxis(basis, alpha, evenPoints(low, high, points), closed);
}

const MLP_HIDDEN = [47, 47];

function createPlainMlp({ side, outputs, stream }: NetworkOptions): Network {
  return mlpNetwork(createMlp([side ** 2, ...MLP_HIDDEN, outputs], stream));
}

/** A multilayer perceptron as a network. */
export const mlpNetwork = (mlp: Mlp): Network => ({
  variables: variablesOf(mlp),
  logits: (images) => runMlp(mlp, images as tf.Tensor2D, true),
  dispose: () => tf.dispose(variablesOf(mlp)),
});

const variablesOf = (layers: readonly DenseLayer[]): tf.Variable[] =>
  layers.flatMap(({ weight, bias }) => [weight, bias]);

/** Sizes of the CNN: two convolutions and a dense layer. */
const FIRST = { width: 5, stride: 2, channels: 16 };
const SECOND = { width: 3, channels: 32 };
const UNITS = 64;

/**
 * A CNN: 5 x 5 convolution of stride 2, maximum over 2 x 2, 3 x 3 convolution, dense
 * layer. Convolutions are products of gathered patches, because the WebAssembly
 * backend has no gradient of a filter.
 */
function createCnn({ side, outputs, stream }: NetworkOptions): Network {
  const halved = Math.floor(((side - FIRST.width) / FIRST.stride + 1) / 2);
  const inside = halved - SECOND.width + 1;
  const first = reluLayer(FIRST.width ** 2, FIRST.channels, stream);
  const second = reluLayer(
    SECOND.width ** 2 * FIRST.channels,
    SECOND.channels,
    stream,
  );
  const head = createMlp(
    [inside ** 2 * SECOND.channels, UNITS, outputs],
    stream,
  );
  const cells = pooledPatches(side, halved);
  const variables = variablesOf([first, second, ...head]);
  return {
    variables,
    logits: (images) =>
      tf.tidy(() => {
        const batch = images.shape[0];
        const patches = gatheredPatches(images, cells);
        const pooled = dense(first, patches, false)
          .reshape<tf.Tensor2D>([4, batch * halved ** 2 * FIRST.channels])
          .unstack()
          .reduce((most, next) => tf.maximum(most, next))
          .reshape<tf.Tensor4D>([batch, halved, halved, FIRST.channels]);
        const flat = dense(second, neighbourhoods(pooled), true)
          .reshape<tf.Tensor2D>([batch, inside ** 2 * SECOND.channels]);
        return runMlp(head, flat, false);
      }),
    dispose: () => tf.dispose([...variables]),
  };
}

/** A layer with a ReLU and He-normal weights. */
const reluLayer = (
  inputs: number,
  outputs: number,
  stream: RandomStream,
): DenseLayer => ({
  ...createMlp([inputs, outputs], stream, { outputScale: Math.SQRT2 })[0],
  activation: "relu",
});

/**
 * Cells of the patches of the first convolution, in four lists: the k-th patches of the
 * four are pooled.
 */
function pooledPatches(side: number, halved: number): readonly Int32Array[] {
  const { width, stride } = FIRST;
  return [[0, 0], [0, 1], [1, 0], [1, 1]].map(([dy, dx]) =>
    Int32Array.from({ length: halved ** 2 * width ** 2 }, (_, i) => {
      const place = Math.floor(i / width ** 2), k = i % width ** 2;
      const row = stride * (2 * Math.floor(place / halved) + dy);
      const column = stride * (2 * (place % halved) + dx);
      return (row + Math.floor(k / width)) * side + column + k % width;
    })
  );
}

/**
 * The patches of images as rows: all of the first list, then all of the second, and so
 * on. Gathered outside of tfjs, whose kernel takes ten times as long.
 */
function gatheredPatches(
  images: tf.Tensor,
  lists: readonly Int32Array[],
): tf.Tensor2D {
  const values = images.dataSync<"float32">();
  const [batch, size] = images.shape;
  const length = lists[0].length;
  const rows = new Float32Array(lists.length * batch * length);
  let at = 0;
  for (const cells of lists) {
    for (let from = 0; from < batch * size; from += size) {
      for (let i = 0; i < length; i++) rows[at++] = values[from + cells[i]];
    }
  }
  return tf.tensor2d(rows, [rows.length / FIRST.width ** 2, FIRST.width ** 2]);
}

/** Patches of 3 x 3 cells as rows, `[batch * (n - 2)^2, 9 * channels]`. */
function neighbourhoods(x: tf.Tensor4D): tf.Tensor2D {
  const [, size, , channels] = x.shape;
  const { width } = SECOND;
  const inside = size - width + 1;
  const slices = Array.from(
    { length: width ** 2 },
    (_, k) =>
      tf.slice(x, [0, Math.floor(k / width), k % width, 0], [
        -1,
        inside,
        inside,
        -1,
      ]),
  );
  return tf.concat(slices, 3).reshape([-1, width ** 2 * channels]);
}

/** Units of the lifted network. */
const LIFTED_UNITS = 42;

/** A dense layer along the flow, a convolution and a maximum along it, a dense layer. */
function createLifted(
  { side, outputs, axis, stream }: NetworkOptions,
): Network {
  if (axis === undefined) {
    throw new RangeError("createLifted: expected an axis, found none");
  }
  const { liftedDense, flowConvolution, flowPooling } = constraintLayers(tf);
  const seed = () => Math.floor(2 ** 31 * stream());
  const units = LIFTED_UNITS;
  const relu = () => tf.layers.activation({ activation: "relu" });
  const layers = [
    liftedDense({ axes: [axis], side, units, seed: seed() }),
    relu(),
    flowConvolution({
      grid: [axis.points.length],
      closed: [isClosed(axis)],
      filters: units,
      seed: seed(),
    }),
    relu(),
    flowPooling({ take: "max" }),
    tf.layers.dense({
      units: outputs,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed() }),
    }),
  ];
  const points = axis.points.length;
  const lift = liftImages(axis, side);
  const lifted = (images: tf.Tensor): tf.Tensor =>
    images.rank === 3 ? images : tf.tensor(
      lift(images.dataSync<"float32">()),
      [images.shape[0], points, side ** 2],
    );
  const logits = (images: tf.Tensor) =>
    layers.reduce(
      (x, layer) => layer.apply(x) as tf.Tensor,
      lifted(images),
    ) as tf.Tensor2D;
  tf.tidy(() => logits(tf.zeros([1, points, side ** 2])));
  const variables = layers.flatMap((layer) =>
    layer.trainableWeights.map((weight) => weight.read() as tf.Variable)
  );
  return {
    variables,
    logits,
    dispose: () => layers.forEach((layer) => layer.dispose()),
  };
}
