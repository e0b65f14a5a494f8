import type * as tfjs from "@tensorflow/tfjs";
import type { Layer, LayersModel, Tfjs } from "../runtime/tfjs_types.ts";

/**
 * Makes a model of layers in sequence. Layers that belong to another model are shared
 * with it.
 *
 * @param shape Shape of one input, without the batch.
 */
export function chainLayers(
  tf: Tfjs,
  shape: tfjs.Shape,
  layers: readonly Layer[],
): LayersModel {
  const inputs = tf.input({ shape });
  const outputs = layers.reduce(
    (x, layer) => layer.apply(x) as tfjs.SymbolicTensor,
    inputs,
  );
  return tf.model({ inputs, outputs });
}
