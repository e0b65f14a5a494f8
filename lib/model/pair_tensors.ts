import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "../datasets/types.ts";
import { type PixelFlow, toFrame } from "./pixel_flow.ts";

/** Pairs on the backend, as rows, and as the pixel flow's frames. */
export interface PairTensors {
  /** `[rows, imageSize]` each. */
  readonly x0: tf.Tensor2D;
  readonly xt: tf.Tensor2D;
  /** `[rows, frame^2]` each. */
  readonly frame0: tf.Tensor2D;
  readonly frameT: tf.Tensor2D;
}

/** Puts pairs on the backend. */
export function pairTensors(pixelFlow: PixelFlow, pairs: Pairs): PairTensors {
  const size = pairs.height * pairs.width * pairs.channels;
  const rows = (images: Float32Array) =>
    tf.tensor2d(images, [pairs.count, size]);
  const [x0, xt] = [rows(pairs.x0), rows(pairs.xt)];
  return {
    x0,
    xt,
    frame0: toFrame(pixelFlow, x0),
    frameT: toFrame(pixelFlow, xt),
  };
}
