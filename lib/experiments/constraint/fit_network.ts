import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../random/streams.ts";
import type { Pausable } from "../../runtime/pausable.ts";
import { adamUpdate, type Moments, zeroMoments } from "../../training/adam.ts";
import type { Network } from "./network.ts";

/** Images with targets; there may be several moved copies of each image. */
export interface TrainingSet {
  /** Copy j of image i is row i * copies + j. */
  readonly rows: Float32Array;
  /** Shape of one row, for example `[784]`, or `[12, 784]` if it is lifted. */
  readonly shape: readonly number[];
  readonly copies: number;
  /** The targets of all images, `images * outputs`. */
  readonly targets: Float32Array;
  readonly outputs: number;
}

/**
 * A loss: a mean over the batch, from outputs and targets of shape `[batch, outputs]`.
 */
export type BatchLoss = (
  outputs: tf.Tensor2D,
  targets: tf.Tensor2D,
) => tf.Scalar;

/** The cross entropy of the softmax. */
export const crossEntropy: BatchLoss = (logits, targets) =>
  tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)));

/** The mean squared error. */
export const meanSquaredError: BatchLoss = (outputs, targets) =>
  tf.mean(tf.square(tf.sub(outputs, targets)));

export interface FitOptions {
  readonly loss: BatchLoss;
  readonly steps: number;
  /** Number of images per step. */
  readonly batch: number;
  /** Random numbers for the choice of images and copies. */
  readonly stream: RandomStream;
}

/** Learning rate of Adam at the first step; it falls to 0 along half a cosine. */
const LEARNING_RATE = 2e-3;

/** Trains a network by Adam on batches that are drawn with replacement. */
export function* fitNetwork(
  network: Network,
  set: TrainingSet,
  { loss, steps, batch, stream }: FitOptions,
): Pausable<void> {
  const moments = network.variables.map(({ shape }) => zeroMoments(shape));
  try {
    for (let step = 1; step <= steps; step++, yield) {
      const rate = LEARNING_RATE * (1 + Math.cos(Math.PI * step / steps)) / 2;
      tf.tidy(() => {
        fitStep(network, drawBatch(set, batch, stream), {
          loss,
          moments,
          rate,
          step,
        });
      });
    }
  } finally {
    tf.dispose(moments.flatMap(({ first, second }) => [first, second]));
  }
}

/** Images of one step with their targets. */
export interface TargetBatch {
  /** The argument of the network's `logits`. */
  readonly images: tf.Tensor;
  /** The targets, `[batch, outputs]`. */
  readonly targets: tf.Tensor2D;
}

export interface FitStepOptions {
  readonly loss: BatchLoss;
  /** Adam's moments, one entry per variable; they are changed. */
  readonly moments: readonly Moments[];
  /** The learning rate. */
  readonly rate: number;
  /** The number of this step, from 1. */
  readonly step: number;
}

/**
 * Makes one step of Adam on a batch.
 *
 * @returns The loss before the step; the caller disposes of it.
 */
export function fitStep(
  { variables, logits }: Network,
  { images, targets }: TargetBatch,
  { loss, moments, rate, step }: FitStepOptions,
): tf.Scalar {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(
      () => loss(logits(images), targets),
      [...variables],
    );
    variables.forEach((variable, i) =>
      adamUpdate(variable, grads[variable.name], moments[i], rate, step)
    );
    return value;
  });
}

/** Draws random images, each in a random copy. */
function drawBatch(
  { rows, shape, copies, targets, outputs }: TrainingSet,
  count: number,
  stream: RandomStream,
): TargetBatch {
  const size = shape.reduce((product, length) => product * length, 1);
  const images = new Float32Array(count * size);
  const wanted = new Float32Array(count * outputs);
  const all = targets.length / outputs;
  for (let k = 0; k < count; k++) {
    const image = Math.floor(stream() * all);
    const row = image * copies + Math.floor(stream() * copies);
    images.set(rows.subarray(row * size, (row + 1) * size), k * size);
    const from = image * outputs;
    wanted.set(targets.subarray(from, from + outputs), k * outputs);
  }
  return {
    images: tf.tensor(images, [count, ...shape]),
    targets: tf.tensor2d(wanted, [count, outputs]),
  };
}

/** Number of images per pass of `outputsOf`. */
const CHUNK = 500;

/**
 * Computes the outputs of a network for many images.
 *
 * @param rows `count * size` values.
 * @returns `count * outputs` values.
 */
export function* outputsOf(
  { logits }: Network,
  rows: Float32Array,
  size: number,
): Pausable<Float32Array> {
  const parts: Float32Array[] = [];
  for (let from = 0; from < rows.length; from += CHUNK * size, yield) {
    const part = rows.subarray(from, from + CHUNK * size);
    const said = tf.tidy(() =>
      logits(tf.tensor2d(part, [part.length / size, size]))
    );
    parts.push(said.dataSync<"float32">().slice());
    said.dispose();
  }
  const all = new Float32Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
