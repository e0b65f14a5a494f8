import type * as tfjs from "@tensorflow/tfjs";
import { LARGEST_SEED } from "../random/streams.ts";
import { checkInteger, checkObject } from "../runtime/check_option.ts";
import { oneOf } from "../runtime/errors.ts";
import { chainLayers } from "./chain_layers.ts";
import { connectivityLayers } from "./connectivity_network.ts";
import { type FlowAxis, powersAxis } from "./flow_axis.ts";
import {
  type AxesFound,
  axesOf,
  type AxesOptions,
  MOST_POINTS,
} from "./found_axes.ts";
import { checkSizes } from "./layer_tools.ts";
import { liftedLayers } from "./lifted_layers.ts";
import type { Layer, LayersModel, Tfjs } from "../runtime/tfjs_types.ts";

/** All kinds of layers. */
const KINDS: readonly ClassifierOptions["kind"][] = ["lifted", "connectivity"];

/** The largest number of classes. */
const MOST_CLASSES = 2 ** 16;

/** Options of {@linkcode constrainedClassifier}: its size, and its use of the flow. */
export interface ClassifierOptions extends AxesOptions {
  /** Cells per side of an image, the frame of the detection's pairs. */
  readonly side: number;
  /** Number of channels of the images; 1 by default. */
  readonly channels?: number;
  /** Number of classes, at least 2. */
  readonly classes: number;
  /**
   * The layers. "lifted" (the default) has a dense layer along the flow, a convolution
   * along the flow, the maximum over the flow, and a dense layer. "connectivity" has two
   * layers of eq. (2) before these.
   */
  readonly kind?: "lifted" | "connectivity";
  /** Number of units of the lifted layers; 64 by default. */
  readonly units?: number;
  /** Number of channels of the layers of eq. (2); 4 by default. */
  readonly filters?: number;
  /** Seed of the initial weights; 0 by default. */
  readonly seed?: number;
}

/**
 * Makes a classifier that respects the found flow. It maps rows of `side^2 * channels`
 * numbers to probabilities, `[batch, classes]`. It is not compiled.
 *
 * If the points cover a whole period, the answer is the same for an image and for the
 * image moved from one point to another. If they cover a window, this holds as long as
 * the moved content stays in the frame.
 *
 * @param tf The module of TensorFlow.js.
 * @param found A detection, or the result of `readAnswer`.
 * @throws UserError if there is no usable generator, there are too few pairs to learn
 * the distribution of t from, or a term of the basis is no monomial.
 * @throws {TypeError} if an option has another type than it should have
 * @throws {RangeError} if a number is out of its range
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
  checkOptions(options);
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

function checkOptions(options: ClassifierOptions): void {
  const name = "constrainedClassifier";
  checkObject(`${name}: options`, options);
  const { side, channels = 1, units = 64, filters = 4 } = options;
  const { classes, kind = "lifted", seed = 0, points = 2 } = options;
  checkSizes(name, { side, channels, units, filters });
  checkInteger(`${name}: classes`, classes, 2, MOST_CLASSES);
  // A convolution takes neighbouring points, and eq. (2) the step between them.
  checkInteger(`${name}: points`, points, 2, MOST_POINTS);
  checkInteger(`${name}: seed`, seed, 0, LARGEST_SEED);
  oneOf(`${name}: kind`, KINDS, kind);
}

/** Largest power of S and of its inverse in the layers of eq. (2). */
const REACH = 2;

/** Makes two layers of eq. (2). */
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
 * Makes a lifted classifier that takes images already moved by `moveToPoints`. It shares
 * all layers with the given classifier, so that training one of them trains both.
 *
 * @param model A classifier of the kind "lifted".
 * @returns The classifier; its input has the shape
 * `[batch, points, side^2 * channels]`.
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
