import * as tf from "@tensorflow/tfjs";
import { gatherInto } from "../datasets/gather_images.ts";
import type { Pairs } from "../datasets/types.ts";
import { writtenTensor } from "../runtime/tensor_memory.ts";
import { type PixelFlow, toFrame } from "./pixel_flow.ts";

/** Pairs on the backend: as images, and on the grid of the pixel flow. */
export interface PairTensors {
  /** `[2 rows, imageSize]`: all x0, then all xt. */
  readonly images: tf.Tensor2D;
  /** `[2 rows, height * width]`: the images in one channel. */
  readonly gray: tf.Tensor2D;
  /** `[rows, frame^2]` each: x0 and xt in one channel, on the flow's frame. */
  readonly frame0: tf.Tensor2D;
  readonly frameT: tf.Tensor2D;
}

/**
 * Copies pairs to the backend.
 *
 * @param chosen Indices of the pairs, in the order of the rows; by default all.
 */
export function pairTensors(
  pixelFlow: PixelFlow,
  pairs: Pairs,
  chosen: ArrayLike<number> = Uint32Array.from(
    { length: pairs.count },
    (_, i) => i,
  ),
): PairTensors {
  const size = pairs.height * pairs.width * pairs.channels;
  const images = writtenTensor<tf.Tensor2D>(
    [2 * chosen.length, size],
    (rows) => {
      gatherInto(rows.subarray(0, rows.length / 2), pairs.x0, size, chosen);
      gatherInto(rows.subarray(rows.length / 2), pairs.xt, size, chosen);
    },
  );
  return tf.tidy(() => {
    let all = gray(images, pairs.channels);
    if (pixelFlow.surroundings === "unknown") all = fromMeans(all);
    const [frame0, frameT] = tf.split<tf.Tensor2D>(toFrame(pixelFlow, all), 2);
    return { images, gray: all, frame0, frameT };
  });
}

/**
 * Subtracts the mean of its x0 from both images of each pair. If the surroundings are
 * unknown, black is no neutral value, and the edge of the grid must not look like an
 * edge in the image.
 */
function fromMeans(gray: tf.Tensor2D): tf.Tensor2D {
  const [x0, xt] = tf.split<tf.Tensor2D>(gray, 2);
  const mean = tf.mean(x0, 1, true);
  return tf.concat([tf.sub(x0, mean), tf.sub(xt, mean)]);
}

/** Weights of red, green and blue in the luminance (ITU-R BT.601). */
const LUMINANCE = [0.299, 0.587, 0.114];

/**
 * Converts to one channel: the luminance of three channels, else the channels' mean.
 */
function gray(x: tf.Tensor2D, channels: number): tf.Tensor2D {
  if (channels === 1) return x;
  const shares = channels === LUMINANCE.length
    ? LUMINANCE
    : Array(channels).fill(1 / channels);
  const pixels = x.shape[1] / channels;
  const colours = tf.reshape<tf.Rank.R2>(x, [x.shape[0] * pixels, channels]);
  const one = tf.matMul(colours, tf.tensor2d(shares, [channels, 1]));
  return tf.reshape(one, [x.shape[0], pixels]);
}
