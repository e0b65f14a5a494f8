import * as tf from "@tensorflow/tfjs";
import { constraintLayers } from "../../../constraint/constraint_layers.ts";
import { evenPoints, type FlowAxis } from "../../../constraint/flow_axis.ts";
import { motionMatrices } from "../../../constraint/motion.ts";
import { onSmallFrames } from "../../../constraint/classed_images.ts";
import type { SquareImages } from "../../../constraint/orbits_of_images.ts";
import type { ImageSet } from "../../../datasets/types.ts";
import type { Figure } from "../../../figures/figure.ts";
import { sensitivityFigure } from "../../../figures/study/sensitivity.ts";
import {
  periodOfFlow,
  powersOfFlow,
  readTime,
  type ShownFlow,
} from "./shown_flow.ts";

/**
 * Computes the equivariance errors of a layer of eq. (1) with one channel and random
 * weights: the norm of f(S(t) x) - S(t) f(x) divided by that of f(x), over all images.
 *
 * @param times t, generator units.
 * @returns One error per t.
 */
export function equivarianceErrors(
  axis: FlowAxis,
  { pixels, count, side }: SquareImages,
  times: readonly number[],
): number[] {
  const cells = side ** 2;
  const layer = constraintLayers(tf).connectivity({ axis, side, filters: 1 });
  const motions = Float32Array.from(motionMatrices(axis, side, times));
  const errors = tf.tidy(() => {
    const x = tf.tensor2d(pixels, [count, cells]);
    const f = (images: tf.Tensor) => layer.apply(images) as tf.Tensor2D;
    const ofImages = f(x);
    return times.map((_, k) => {
      const matrix = motions.subarray(k * cells ** 2, (k + 1) * cells ** 2);
      const motion = tf.tensor2d(matrix, [cells, cells]);
      const moved = (images: tf.Tensor2D) => images.matMul(motion, false, true);
      const left = f(moved(x)).sub(moved(ofImages));
      return left.norm().div(ofImages.norm()).dataSync()[0];
    });
  });
  layer.dispose();
  return errors;
}

/**
 * The largest power of S and of its inverse in the layer, and tau of S, in generator
 * units.
 */
const REACH = 2, TAU = 0.2;

/** Number of times at which the errors are computed. */
const TIMES = 12;

/**
 * Largest number of cells per side; the time of the motions grows as its fourth power.
 */
const MOST_SIDE = 14;

/**
 * Draws the equivariance errors of a layer of eq. (1) as functions of t: with motions on
 * a window and, if the flow has a period, with exactly periodic motions.
 *
 * @param images Square, of one channel; they are averaged to 14 x 14 cells.
 * @param most The largest t, generator units; half a period by default.
 */
export function equivarianceFigure(
  found: ShownFlow,
  { pixels, count, height }: ImageSet,
  most: number = (periodOfFlow(found) ?? 2) / 2,
): Figure {
  const { label, valueOf } = readTime(found);
  const times = evenPoints(most / TIMES, most, TIMES);
  const images = onSmallFrames({ count, side: height, pixels }, MOST_SIDE);
  const hasPeriod = periodOfFlow(found) !== undefined;
  const lines = (["window", ...hasPeriod ? ["period"] as const : []] as const)
    .map((over) => {
      const axis = powersOfFlow(found, over, TAU, REACH);
      const errors = equivarianceErrors(axis, images, times);
      return {
        label: over === "window" ? "on a window" : "on a period",
        points: times.map((t, i) => ({
          at: `${Math.abs(valueOf(t))}`,
          values: [errors[i]],
          mean: errors[i],
          interval: null,
        })),
      };
    });
  return sensitivityFigure({
    name: "equivariance-error",
    caption:
      "Equivariance error of a layer of eq. (1) with random weights as a function of the images' motion: the norm of f(Sx) - Sf(x) divided by that of f(x).",
    x: { label, scale: "linear" },
    yLabel: "|f(Sx) − Sf(x)| / |f(x)|",
    isSpaced: false,
    lines,
  });
}
