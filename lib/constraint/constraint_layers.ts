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

/** Makes layers, as the functions of `tf.layers` do. */
export interface ConstraintLayers {
  /** Eq. (1): a series in S, `[batch, side^2 * channels]` to `[batch, side^2 * filters]`. */
  readonly connectivity: (
    options: ConnectivityOptions & LayerOptions,
  ) => Layer;
  /** A dense layer along the flow, `[batch, side^2 * channels]` to `[batch, points, units]`. */
  readonly liftedDense: (
    options: LiftedDenseOptions & LayerOptions,
  ) => Layer;
  /** Mixes neighbouring points, `[batch, points, channels]` to `[batch, points, filters]`. */
  readonly flowConvolution: (
    options: FlowConvolutionOptions & LayerOptions,
  ) => Layer;
  /** Over all points, `[batch, points, channels]` to `[batch, channels]`. */
  readonly flowPooling: (
    options?: FlowPoolingOptions & LayerOptions,
  ) => Layer;
}

const made = new WeakMap<Tfjs, ConstraintLayers>();

/**
 * The layers of this room for a given TensorFlow.js, registered with it, so that
 * `tf.loadLayersModel` knows them once this was called.
 *
 * A saved layer holds its axes; the motions are computed anew when it is first used.
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

/** tfjs writes a layer's settings as plain JSON, whatever the type of its constructor. */
type Registrable = Parameters<Tfjs["serialization"]["registerClass"]>[0];
