import * as tf from "@tensorflow/tfjs";
import { dense } from "../../model/dense.ts";
import type { DenseLayer } from "../../model/dense_layer.ts";
import { createMlp, runMlp } from "../../model/mlp.ts";
import type { RandomStream } from "../../random/streams.ts";
import { layerVariables } from "./mlp_network.ts";
import type { ClassifierNetworkOptions, Network } from "./network.ts";

/** Sizes of the CNN: two convolutions and a dense layer. */
const FIRST = { width: 5, stride: 2, channels: 16 };
const SECOND = { width: 3, channels: 32 };
const UNITS = 64;

/**
 * Makes a CNN: 5 x 5 convolution of stride 2, maximum over 2 x 2, 3 x 3 convolution,
 * dense layer. Convolutions are matrix products with gathered patches, because the
 * WebAssembly backend has no gradient of a filter.
 */
export function createCnn(
  { side, outputs, stream }: ClassifierNetworkOptions,
): Network {
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
  const variables = layerVariables([first, second, ...head]);
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

/** Makes a layer with a ReLU and He-normal weights. */
const reluLayer = (
  inputs: number,
  outputs: number,
  stream: RandomStream,
): DenseLayer => ({
  ...createMlp([inputs, outputs], stream, { outputScale: Math.SQRT2 })[0],
  activation: "relu",
});

/**
 * Lists the cells of the patches of the first convolution, in four lists. The k-th
 * patches of the four lists are pooled.
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
 * Gathers the patches of images as rows: all of the first list, then all of the second,
 * and so on. It does not use tfjs, whose kernel takes ten times as long.
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
