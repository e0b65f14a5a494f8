import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "../datasets/types.ts";
import { type PixelFlow, toFrame } from "./pixel_flow.ts";

/** Pairs on the backend, as rows, and as the pixel flow sees them. */
export interface PairTensors {
  /** `[rows, imageSize]` each. */
  readonly x0: tf.Tensor2D;
  readonly xt: tf.Tensor2D;
  /** `[rows, height * width]`: x0 in one channel. */
  readonly gray0: tf.Tensor2D;
  /** `[rows, frame^2]` each: both in one channel, on the flow's frame. */
  readonly frame0: tf.Tensor2D;
  readonly frameT: tf.Tensor2D;
}

/** Puts pairs on the backend. */
export function pairTensors(pixelFlow: PixelFlow, pairs: Pairs): PairTensors {
  const size = pairs.height * pairs.width * pairs.channels;
  const rows = (images: Float32Array) =>
    tf.tensor2d(images, [pairs.count, size]);
  const [x0, xt] = [rows(pairs.x0), rows(pairs.xt)];
  return tf.tidy(() => {
    let [gray0, grayT] = [x0, xt].map((x) => gray(x, pairs.channels));
    // Where black does not mean "nothing", a grid's edge should not be one: the
    // values of a pair are counted from the mean of its x0.
    if (pixelFlow.surroundings === "unknown") {
      const mean = tf.mean(gray0, 1, true);
      [gray0, grayT] = [gray0, grayT].map((x) => tf.sub(x, mean));
    }
    const [frame0, frameT] = [gray0, grayT].map((x) => toFrame(pixelFlow, x));
    return { x0, xt, gray0, frame0, frameT };
  });
}

/** Shares of red, green and blue in the luminance (ITU-R BT.601). */
const LUMINANCE = [0.299, 0.587, 0.114];

/** Luminance of colours, the mean of any other number of channels. */
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
