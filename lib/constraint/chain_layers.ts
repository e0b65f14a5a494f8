import type * as tfjs from "@tensorflow/tfjs";
import type { Layer, LayersModel, Tfjs } from "../runtime/tfjs_types.ts";

/**
 * A model of layers one after the other. Layers that are part of another model are
 * shared with it.
 *
 * @param shape Of one input, without the batch.
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
