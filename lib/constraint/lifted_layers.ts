import type * as tfjs from "@tensorflow/tfjs";
import type { Tfjs } from "../runtime/tfjs_types.ts";
import { constraintLayers } from "./constraint_layers.ts";
import { type FlowAxis, isClosed } from "./flow_axis.ts";
import { gridOf } from "./layer_tools.ts";

/** Options of {@linkcode liftedLayers}. */
export interface LiftedLayersOptions {
  /** The generators, each with its points. */
  readonly axes: readonly FlowAxis[];
  /** Cells per side of an image. */
  readonly side: number;
  /** Number of outputs per point. */
  readonly units: number;
  /** Seeds of the dense layer and of the convolution. */
  readonly seeds: readonly [dense: number, convolution: number];
}

/**
 * Makes the layers of a lifted classifier, except the last one: a dense layer along the
 * flow and a convolution along the flow, each with a ReLU, and the maximum over the
 * flow.
 */
export function liftedLayers(
  tf: Tfjs,
  { axes, side, units, seeds: [dense, convolution] }: LiftedLayersOptions,
): tfjs.layers.Layer[] {
  const { liftedDense, flowConvolution, flowPooling } = constraintLayers(tf);
  const relu = () => tf.layers.activation({ activation: "relu" });
  return [
    liftedDense({ axes, side, units, seed: dense }),
    relu(),
    flowConvolution({
      grid: gridOf(axes),
      closed: axes.map(isClosed),
      filters: units,
      seed: convolution,
    }),
    relu(),
    flowPooling({ take: "max" }),
  ];
}
