import * as tf from "@tensorflow/tfjs";
import { sum } from "d3-array";
import type { Pairs } from "../datasets/types.ts";
import {
  type Autoencoder,
  decode,
  encode,
  moveCodes,
} from "../model/forward.ts";
import type { SymmetryModel } from "../model/symmetry_model.ts";
import { pairChunks } from "../datasets/chunks.ts";

/** Mean squared errors per pixel, pixels in [0, 1]. */
export interface ReconstructionErrors {
  /** Error of the decoded moved code of x0, compared with xt. */
  readonly transformed: number;
  /** Error of the plain autoencoder on x0 and xt. */
  readonly autoencoder: number;
  /** Error of the unmoved x0, compared with xt. */
  readonly identity: number;
  /**
   * Error of the mean of all xt, compared with xt: a baseline that a model should beat.
   */
  readonly meanImage: number;
}

/**
 * Computes the errors of a model on pairs.
 *
 * @param t The t of the latent flow, one per pair.
 */
export function reconstructionErrors(
  model: SymmetryModel,
  pairs: Pairs,
  t: Float32Array,
): ReconstructionErrors {
  return reconstructionErrorsOf(model, pairs, (codes, first) => {
    const times = tf.tensor1d(t.slice(first, first + codes.shape[0]));
    return moveCodes(model, model.alpha, times, codes);
  });
}

/**
 * Computes the errors of an autoencoder and its latent flow on pairs.
 *
 * @param move Moves the codes of a batch of x0; it also gets the number of the first
 * pair.
 */
export function reconstructionErrorsOf(
  model: Autoencoder,
  pairs: Pairs,
  move: (codes: tf.Tensor2D, first: number) => tf.Tensor2D,
): ReconstructionErrors {
  const sums = { transformed: 0, autoencoder: 0, identity: 0 };
  for (const { start, pairs: part } of pairChunks(pairs)) {
    tf.tidy(() => {
      const [x0, xt] = [imageRows(part, part.x0), imageRows(part, part.xt)];
      const [z0, zt] = [encode(model, x0), encode(model, xt)];
      const moved = move(z0, start);
      sums.transformed += difference(decode(model, moved), xt);
      sums.autoencoder += (difference(decode(model, z0), x0) +
        difference(decode(model, zt), xt)) / 2;
      sums.identity += difference(x0, xt);
    });
  }
  const values = pairs.count * pairs.height * pairs.width * pairs.channels;
  return {
    transformed: sums.transformed / values,
    autoencoder: sums.autoencoder / values,
    identity: sums.identity / values,
    meanImage: varianceOf(pairs) / values,
  };
}

/** The sum of the squared distances of all xt from their mean. */
function varianceOf({ count, xt }: Pairs): number {
  const size = xt.length / count;
  const [sum, square] = [new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < xt.length; i++) {
    sum[i % size] += xt[i];
    square[i % size] += xt[i] ** 2;
  }
  return square.reduce((all, s, i) => all + s - sum[i] ** 2 / count, 0);
}

/**
 * Computes the model's output for x0 moved by t: the decoded moved latent code.
 *
 * @returns `count * imageSize` values.
 */
export function transformedOutput(
  model: SymmetryModel,
  pairs: Pairs,
  t: Float32Array,
): Float32Array {
  return tf.tidy(() => {
    const z0 = encode(model, imageRows(pairs, pairs.x0));
    const moved = moveCodes(model, model.alpha, tf.tensor1d(t), z0);
    return decode(model, moved).dataSync<"float32">().slice();
  });
}

/**
 * Moves one latent code along the learned flow.
 *
 * @param image One image, in the encoder's format.
 * @param times The t at which the code is returned.
 * @returns The first patch of the code at each time, `size^2` values each.
 */
export function latentFrames(
  model: SymmetryModel,
  image: Float32Array,
  times: readonly number[],
): Float32Array[] {
  const cells = model.flow.size ** 2;
  return tf.tidy(() => {
    const code = encode(model, tf.tensor2d(image, [1, image.length]));
    const codes = tf.tile(code, [times.length, 1]);
    const moved = moveCodes(model, model.alpha, tf.tensor1d([...times]), codes);
    const values = moved.dataSync<"float32">();
    return times.map((_, i) => {
      const start = i * moved.shape[1];
      return values.slice(start, start + cells);
    });
  });
}

function imageRows(pairs: Pairs, images: Float32Array): tf.Tensor2D {
  return tf.tensor2d(images, [pairs.count, images.length / pairs.count]);
}

/** The sum of squared differences; rows are added in float64. */
function difference(a: tf.Tensor2D, b: tf.Tensor2D): number {
  return sum(tf.sum(tf.squaredDifference(a, b), 1).dataSync<"float32">());
}
