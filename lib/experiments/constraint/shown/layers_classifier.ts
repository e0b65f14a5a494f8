import * as tf from "@tensorflow/tfjs";
import type { LabelledImages } from "../../../constraint/classed_images.ts";
import { withMovedInput } from "../../../constraint/constrained_classifier.ts";
import type { FlowAxis } from "../../../constraint/flow_axis.ts";
import { moveToPoints } from "../../../constraint/move_to_points.ts";
import { randomStream } from "../../../random/streams.ts";
import { runPausable } from "../../../runtime/pausable.ts";
import { settleTfjs } from "../../../runtime/settle.ts";
import { oneHot } from "../classifier_scores.ts";
import { crossEntropy, fitNetwork } from "../fit_network.ts";
import type { Network } from "../network.ts";
import type { LayersModel } from "../../../runtime/tfjs_types.ts";

/** Number of units of each hidden layer of the plain classifier. */
const HIDDEN = 64;

/**
 * Makes a plain classifier without a constraint: two hidden layers of 64 units, from
 * rows of `side^2` numbers to probabilities `[batch, classes]`.
 *
 * @param seed Seed of the first weights; 0 by default.
 */
export function plainClassifier(
  { side, classes, seed = 0 }: {
    readonly side: number;
    readonly classes: number;
    readonly seed?: number;
  },
): LayersModel {
  const dense = (units: number, k: number, inputShape?: number[]) =>
    tf.layers.dense({
      units,
      activation: k < 2 ? "relu" : "softmax",
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed + k }),
      ...inputShape && { inputShape },
    });
  return tf.sequential({
    layers: [
      dense(HIDDEN, 0, [side ** 2]),
      dense(HIDDEN, 1),
      dense(classes, 2),
    ],
  });
}

/**
 * Returns the axes of a classifier that begins with a lifted layer; undefined for any
 * other.
 */
export function liftedAxes(model: LayersModel): FlowAxis[] | undefined {
  const first = model.layers.find((layer) =>
    layer.getClassName() === "LiftedDense"
  );
  return first?.getConfig().axes as unknown as FlowAxis[] | undefined;
}

/** Number of images per step. */
const BATCH = 64;

/** The least probability whose logarithm is taken. */
const LEAST_PROBABILITY = 1e-7;

/**
 * Trains a layers model by Adam on labelled images. The images are moved to the points
 * of a lifted layer once, before the training.
 *
 * @param model Maps `[batch, side^2]` to probabilities; it is changed.
 * @param steps Number of steps, with batches of 64 images.
 * @param seed Seed of the batches.
 */
export async function trainClassifier(
  model: LayersModel,
  { pixels, side, labels }: LabelledImages,
  { steps, seed }: { readonly steps: number; readonly seed: number },
): Promise<void> {
  settleTfjs();
  const axes = liftedAxes(model);
  const taken = axes === undefined ? model : withMovedInput(tf, model);
  const rows = axes === undefined ? pixels : movedRows(axes, pixels, side);
  const [, classes] = model.outputShape as number[];
  const training = fitNetwork(networkOf(taken), {
    rows,
    shape: (taken.inputs[0].shape as number[]).slice(1),
    copies: 1,
    targets: oneHot(Uint8Array.from(labels), classes),
    outputs: classes,
  }, {
    loss: crossEntropy,
    steps,
    batch: BATCH,
    stream: randomStream(seed, "constraint", "layers"),
  });
  await runPausable(training);
}

/** Moves images to all points of the axes: `count * points * side^2` values. */
function movedRows(
  axes: readonly FlowAxis[],
  pixels: Float32Array,
  side: number,
): Float32Array {
  return tf.tidy(() => {
    const x = tf.tensor2d(pixels, [pixels.length / side ** 2, side ** 2]);
    return moveToPoints(tf, axes, x, side).dataSync<"float32">().slice();
  });
}

/**
 * Wraps a layers model as a network. Its logits are the logarithms of the probabilities.
 */
export const networkOf = (model: LayersModel): Network => ({
  variables: model.trainableWeights.map((weight) =>
    weight.read() as tf.Variable
  ),
  logits: (images) =>
    tf.tidy(() => {
      const said = model.apply(images) as tf.Tensor;
      return said.add(LEAST_PROBABILITY).log() as tf.Tensor2D;
    }),
  dispose: () => model.dispose(),
});
