import {
  connectivityClass,
  type ConnectivityOptions,
} from "./connectivity_layer.ts";
import {
  flowConvolutionClass,
  type FlowConvolutionOptions,
} from "./flow_convolution.ts";
import { flowPoolingClass, type FlowPoolingOptions } from "./flow_pooling.ts";
import type { LayerOptions } from "./layer_tools.ts";
import { liftedDenseClass, type LiftedDenseOptions } from "./lifted_dense.ts";
import type { Layer, Tfjs } from "../runtime/tfjs_types.ts";

/** Functions that make layers, as those of `tf.layers` do. */
export interface ConstraintLayers {
  /**
   * Makes a layer of eq. (1), a series in S: `[batch, side^2 * channels]` to
   * `[batch, side^2 * filters]`.
   */
  readonly connectivity: (
    options: ConnectivityOptions & LayerOptions,
  ) => Layer;
  /**
   * Makes a dense layer along the flow: `[batch, side^2 * channels]` to
   * `[batch, points, units]`.
   */
  readonly liftedDense: (
    options: LiftedDenseOptions & LayerOptions,
  ) => Layer;
  /**
   * Makes a convolution over the points of the flow: `[batch, points, channels]` to
   * `[batch, points, filters]`.
   */
  readonly flowConvolution: (
    options: FlowConvolutionOptions & LayerOptions,
  ) => Layer;
  /**
   * Makes a pooling over the points of the flow: `[batch, points, channels]` to
   * `[batch, channels]`.
   */
  readonly flowPooling: (
    options?: FlowPoolingOptions & LayerOptions,
  ) => Layer;
}

const made = new WeakMap<Tfjs, ConstraintLayers>();

/**
 * Makes the layers of this room for a given TensorFlow.js, and registers them with it.
 * `tf.loadLayersModel` can load them after this call.
 *
 * A saved layer contains its axes. Its motions are computed again at the first use.
 */
export function constraintLayers(tf: Tfjs): ConstraintLayers {
  const before = made.get(tf);
  if (before !== undefined) return before;
  const Connectivity = connectivityClass(tf);
  const LiftedDense = liftedDenseClass(tf);
  const FlowConvolution = flowConvolutionClass(tf);
  const FlowPooling = flowPoolingClass(tf);
  for (
    const layer of [Connectivity, LiftedDense, FlowConvolution, FlowPooling]
  ) {
    tf.serialization.registerClass(layer as Registrable);
  }
  const layers: ConstraintLayers = {
    connectivity: (options) => new Connectivity(options),
    liftedDense: (options) => new LiftedDense(options),
    flowConvolution: (options) => new FlowConvolution(options),
    flowPooling: (options = {}) => new FlowPooling(options),
  };
  made.set(tf, layers);
  return layers;
}

/**
 * The type of a registered class. TensorFlow.js writes a layer's settings as plain JSON,
 * whatever the type of its constructor is.
 */
type Registrable = Parameters<Tfjs["serialization"]["registerClass"]>[0];
