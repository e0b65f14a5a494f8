import { chainLayers } from "./chain_layers.ts";
import { constraintLayers } from "./constraint_layers.ts";
import type { FlowAxis } from "./flow_axis.ts";
import type { Layer, LayersModel, Tfjs } from "../runtime/tfjs_types.ts";

/** Options of a network of layers of eq. (2). */
export interface ConnectivityNetworkOptions {
  /**
   * The generators. If there are several, a layer is the composition of one series per
   * generator.
   */
  readonly axes: readonly FlowAxis[];
  /** Cells per side of an image. */
  readonly side: number;
  /** Channels of the images; 1 by default. */
  readonly channels?: number;
  /** Number of channels after each layer. */
  readonly filters: readonly number[];
  /** The activation sigma, by its name in TensorFlow.js; "relu" by default. */
  readonly activation?: "relu" | "tanh" | "linear";
  /** Seed of the initial weights; 0 by default. */
  readonly seed?: number;
}

/**
 * Makes the network of eq. (2): layers that are series in S, with an activation after
 * each. It maps `[batch, side^2 * channels]` to `[batch, side^2 * last of filters]`.
 *
 * An activation acts on each cell. The network therefore commutes with S(t) exactly if
 * S(t) maps cells to cells, and otherwise up to the error of the images' resolution.
 */
export function connectivityNetwork(
  tf: Tfjs,
  options: ConnectivityNetworkOptions,
): LayersModel {
  const { side, channels = 1 } = options;
  const layers = connectivityLayers(tf, options);
  return chainLayers(tf, [side ** 2 * channels], layers);
}

/** Makes the layers of `connectivityNetwork`, in order. */
export function connectivityLayers(
  tf: Tfjs,
  options: Omit<ConnectivityNetworkOptions, "channels">,
): Layer[] {
  const { axes, side, filters, activation = "relu", seed = 0 } = options;
  const { connectivity } = constraintLayers(tf);
  return filters.flatMap((count, layer) => [
    ...axes.map((axis, k) =>
      connectivity({
        axis,
        side,
        filters: count,
        seed: seed + layer * axes.length + k,
      })
    ),
    tf.layers.activation({ activation }),
  ]);
}
