import type * as tfjs from "@tensorflow/tfjs";
import { chainLayers } from "./chain_layers.ts";
import { connectivityLayers } from "./connectivity_network.ts";
import { type FlowAxis, powersAxis } from "./flow_axis.ts";
import { type AxesFound, axesOf, type AxesOptions } from "./found_axes.ts";
import { liftedLayers } from "./lifted_layers.ts";
import type { Layer, LayersModel, Tfjs } from "../runtime/tfjs_types.ts";

/** A classifier's size, and how the flow enters. */
export interface ClassifierOptions extends AxesOptions {
  /** Cells per side of an image, the frame of the detection's pairs. */
  readonly side: number;
  /** 1 by default. */
  readonly channels?: number;
  /** Number of classes. */
  readonly classes: number;
  /**
   * "lifted" (the default): a dense layer along the flow, a convolution along the flow,
   * the maximum over the flow, a dense layer. "connectivity": two layers of eq. (2)
   * before these.
   */
  readonly kind?: "lifted" | "connectivity";
  /** Units of the lifted layers; 64 by default. */
  readonly units?: number;
  /** Channels of the layers of eq. (2); 4 by default. */
  readonly filters?: number;
  /** Decides the first weights; 0 by default. */
  readonly seed?: number;
}

/**
 * A classifier that respects the flow that was found: rows of `side^2 * channels`
 * numbers to probabilities, `[batch, classes]`. It is not compiled.
 *
 * Over a whole period the answer is the same for an image and for the image moved
 * from one point to another; over a window as far as the moved content is still seen.
 *
 * @param tf The module of TensorFlow.js.
 * @param found A detection, or what `readAnswer` gives.
 * @throws UserError where there is no generator to use, too few pairs tell how t is
 * distributed, or a term of the basis is no monomial.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { constrainedClassifier } from "@neural-symmetry/detection/constraint";
 * import { affine } from "@neural-symmetry/detection/lie";
 * import { assertEquals } from "@std/assert";
 *
 * await tf.setBackend("cpu");
 * const turn = [0, 0, -1, 0, 1, 0].map((value) => value / Math.SQRT2);
 * // In your own program: const found = await detect(pairs);
 * const t = Float64Array.from({ length: 20 }, (_, i) => (i - 9.5) / 10);
 * const found = {
 *   basis: affine,
 *   coefficients: turn.map((value, i) => (
 *     { term: affine.terms[i].label, value, low: value, high: value }
 *   )),
 *   verdict: { kind: "found" as const, reason: "an example" },
 *   held: {
 *     indices: new Uint32Array(t.keys()),
 *     t,
 *     networkT: t,
 *     explained: t.map(() => 1),
 *   },
 * };
 * const options = { side: 6, classes: 2, points: 4, units: 8 };
 * const model = constrainedClassifier(tf, found, options);
 * model.compile({ optimizer: "adam", loss: "categoricalCrossentropy" });
 * const images = tf.randomUniform([10, 36], 0, 1, "float32", 0);
 * const labels = tf.oneHot(tf.range(0, 10, 1, "int32").mod(2).toInt(), 2);
 * await model.fit(images, labels, { epochs: 1, verbose: 0 });
 * assertEquals((model.predict(images) as tf.Tensor).shape, [10, 2]);
 * ```
 */
export function constrainedClassifier(
  tf: Tfjs,
  found: AxesFound,
  options: ClassifierOptions,
): LayersModel {
  const axes = axesOf(found, options);
  const { side, channels = 1, classes, kind = "lifted" } = options;
  const { units = 64, seed = 0 } = options;
  const layers = [
    ...(kind === "connectivity" ? seriesOf(tf, axes, options) : []),
    ...liftedLayers(tf, { axes, side, units, seeds: [seed, seed + 1] }),
    tf.layers.dense({
      units: classes,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed + 2 }),
    }),
    tf.layers.activation({ activation: "softmax" }),
  ];
  return chainLayers(tf, [side ** 2 * channels], layers);
}

/** Powers of S on either side in the layers of eq. (2). */
const REACH = 2;

/** Two layers of eq. (2). */
function seriesOf(
  tf: Tfjs,
  axes: readonly FlowAxis[],
  { side, filters = 4, seed = 0 }: ClassifierOptions,
): Layer[] {
  return connectivityLayers(tf, {
    axes: axes.map((axis) => powersAxis(axis, REACH)),
    side,
    filters: [filters, filters],
    seed: seed + 3,
  });
}

/**
 * A lifted classifier that takes images already moved by `moveToPoints`, and shares all
 * layers with the given one: training the one trains the other.
 *
 * @param model Of the kind "lifted".
 * @returns `[batch, points, side^2 * channels]` to what the model gives.
 * @throws {RangeError} if the model does not begin with a lifted layer
 */
export function withMovedInput(
  tf: Tfjs,
  model: LayersModel,
): LayersModel {
  const [input, first, ...rest] = model.layers;
  if (first?.getClassName() !== "LiftedDense") {
    throw new RangeError(
      `withMovedInput: expected a model that begins with LiftedDense, found ${first?.getClassName()}`,
    );
  }
  const [, points] = first.outputShape as tfjs.Shape;
  const [, row] = input.outputShape as tfjs.Shape;
  return chainLayers(tf, [points, row], [first, ...rest]);
}
