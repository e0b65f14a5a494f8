import * as tf from "@tensorflow/tfjs";
import { coarsen } from "../../images/coarse.ts";
import { norm } from "../../lie/coefficients.ts";
import type { Pausable } from "../../runtime/pausable.ts";

/** Nearest neighbours of every image, with weights. */
export interface NeighbourGraph {
  readonly count: number;
  /** Numbers of the neighbours, `count * NEIGHBOURS`. */
  readonly neighbours: Int32Array;
  /** Weights in (0, 1], one per neighbour. */
  readonly weights: Float32Array;
}

/** Number of neighbours per image, and of images that are compared at once. */
const NEIGHBOURS = 8, CHUNK = 250;

/** The weight of a neighbour is exp(-(1 - cosine) / BANDWIDTH). */
const BANDWIDTH = 0.03;

/**
 * Finds the most similar images, by the cosine of their blurred pixels at half the
 * resolution: the largest cosine over several views of the other image.
 *
 * @param images `count * side^2` values.
 * @param views The images moved along a flow, `count * side^2` values per view; only the
 * images themselves if no flow is used.
 */
export function* neighbourGraph(
  images: Float32Array,
  views: readonly Float32Array[],
  side: number,
): Pausable<NeighbourGraph> {
  const count = images.length / side ** 2;
  const features = unitFeatures(images, side);
  const others = views.map((view) =>
    view === images ? features : unitFeatures(view, side)
  );
  const width = features.length / count;
  const neighbours = new Int32Array(count * NEIGHBOURS);
  const weights = new Float32Array(count * NEIGHBOURS);
  const tensors = others.map((rows) => tf.tensor2d(rows, [count, width]));
  try {
    for (let from = 0; from < count; from += CHUNK, yield) {
      const rows = Math.min(CHUNK, count - from);
      const part = features.subarray(from * width, (from + rows) * width);
      const largest = tf.tidy(() => {
        const x = tf.tensor2d(part, [rows, width]);
        return tensors
          .map((other): tf.Tensor => tf.matMul(x, other, false, true))
          .reduce((most, next) => tf.maximum(most, next));
      });
      // Values are read outside of tf.tidy, which would search the returned array for
      // tensors.
      const cosines = largest.dataSync<"float32">();
      largest.dispose();
      for (let row = 0; row < rows; row++) {
        const image = from + row;
        nearest(
          cosines.subarray(row * count, (row + 1) * count),
          image,
          neighbours.subarray(image * NEIGHBOURS, (image + 1) * NEIGHBOURS),
          weights.subarray(image * NEIGHBOURS, (image + 1) * NEIGHBOURS),
        );
      }
    }
  } finally {
    tf.dispose(tensors);
  }
  return { count, neighbours, weights };
}

/** Computes blurred images at half the resolution, each of norm 1. */
function unitFeatures(images: Float32Array, side: number): Float32Array {
  const count = images.length / side ** 2;
  const { pixels, size } = coarsen(images, count, side, side);
  for (let image = 0; image < count; image++) {
    const row = pixels.subarray(image * size ** 2, (image + 1) * size ** 2);
    const length = norm(row) || 1;
    for (let i = 0; i < row.length; i++) row[i] /= length;
  }
  return pixels;
}

/**
 * Writes the numbers of the images with the largest cosines, without the image itself,
 * and their weights.
 */
function nearest(
  cosines: Float32Array,
  image: number,
  neighbours: Int32Array,
  weights: Float32Array,
): void {
  const best = new Float32Array(NEIGHBOURS).fill(-Infinity);
  for (let other = 0; other < cosines.length; other++) {
    const cosine = cosines[other];
    if (cosine <= best[NEIGHBOURS - 1] || other === image) continue;
    let place = NEIGHBOURS - 1;
    for (; place > 0 && best[place - 1] < cosine; place--) {
      best[place] = best[place - 1];
      neighbours[place] = neighbours[place - 1];
    }
    best[place] = cosine;
    neighbours[place] = other;
  }
  best.forEach((cosine, k) =>
    weights[k] = Math.exp((Math.min(1, cosine) - 1) / BANDWIDTH)
  );
}
