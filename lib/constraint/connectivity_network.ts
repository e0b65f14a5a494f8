import { chainLayers } from "./chain_layers.ts";
import { constraintLayers } from "./constraint_layers.ts";
import type { FlowAxis } from "./flow_axis.ts";
import type { Layer, LayersModel, Tfjs } from "../runtime/tfjs_types.ts";

/** Options of a network of layers of eq. (2). */
export interface ConnectivityNetworkOptions {
  /** The generators; with several, a layer is the composition of one series in each. */
  readonly axes: readonly FlowAxis[];
  /** Cells per side of an image. */
  readonly side: number;
  /** Channels of the images; 1 by default. */
  readonly channels?: number;
  /** Channels after each layer. */
  readonly filters: readonly number[];
  /** sigma, by tfjs's name; "relu" by default. */
  readonly activation?: "relu" | "tanh" | "linear";
  /** Decides the first weights; 0 by default. */
  readonly seed?: number;
}

/**
 * The network of eq. (2), layers that are series in S, with an activation after each:
 * `[batch, side^2 * channels]` to `[batch, side^2 * last of filters]`.
 *
 * An activation acts on each cell, so the network commutes with S(t) exactly where S(t)
 * takes cells to cells, and else as well as the images are resolved by their cells.
 */
export function connectivityNetwork(
  tf: Tfjs,
  options: ConnectivityNetworkOptions,
): LayersModel {
  const { side, channels = 1 } = options;
  const layers = connectivityLayers(tf, options);
  return chainLayers(tf, [side ** 2 * channels], layers);
}

/** The layers of `connectivityNetwork`, in order. */
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
