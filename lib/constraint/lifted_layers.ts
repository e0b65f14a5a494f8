import type * as tfjs from "@tensorflow/tfjs";
import type { Tfjs } from "../runtime/tfjs_types.ts";
import { constraintLayers } from "./constraint_layers.ts";
import { type FlowAxis, isClosed } from "./flow_axis.ts";
import { gridOf } from "./layer_tools.ts";

/** Size and first weights of the lifted layers of a classifier. */
export interface LiftedLayersOptions {
  /** The generators, and the points along each. */
  readonly axes: readonly FlowAxis[];
  /** Cells per side of an image. */
  readonly side: number;
  /** Outputs per point. */
  readonly units: number;
  /** Seeds of the dense layer and of the convolution. */
  readonly seeds: readonly [dense: number, convolution: number];
}

/**
 * The layers of a lifted classifier up to its last one: a dense layer along the flow, a
 * convolution along the flow, each with a ReLU, and the maximum over the flow.
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
