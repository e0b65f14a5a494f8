import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "../datasets/types.ts";
import { type PixelFlow, toCoarse } from "./pixel_flow.ts";

/** Pairs on the backend, as rows, at full and at coarse resolution. */
export interface PairTensors {
  /** `[rows, imageSize]` each. */
  readonly x0: tf.Tensor2D;
  readonly xt: tf.Tensor2D;
  /** `[rows, frame^2]` each. */
  readonly coarse0: tf.Tensor2D;
  readonly coarseT: tf.Tensor2D;
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
    coarse0: toCoarse(pixelFlow, x0),
    coarseT: toCoarse(pixelFlow, xt),
  };
}
