import * as tf from "@tensorflow/tfjs";
import { pairChunks } from "../datasets/chunks.ts";
import type { Pairs } from "../datasets/types.ts";
import { type Pausable, waitFor } from "../runtime/pausable.ts";
import { estimateT } from "./forward.ts";
import { pairTensors } from "./pair_tensors.ts";
import type { PixelFlow } from "./pixel_flow.ts";
import type { SymmetryModel } from "./symmetry_model.ts";

/**
 * Estimates t of pairs with the t-network, chunk by chunk, with a yield after each.
 *
 * @param waits Whether values can only be read asynchronously, as on a graphics card.
 * @returns One t per pair, in the unit generator's time.
 */
export function* networkT(
  model: SymmetryModel,
  pixelFlow: PixelFlow,
  pairs: Pairs,
  waits = false,
): Pausable<Float32Array> {
  const t = new Float32Array(pairs.count);
  for (const chunk of pairChunks(pairs)) {
    const estimated = tf.tidy(() =>
      estimateT(model, pairTensors(pixelFlow, chunk.pairs))
    );
    t.set(yield* tensorValues(estimated, waits), chunk.start);
    estimated.dispose();
    yield;
  }
  return t;
}

/**
 * Reads the values of a tensor.
 *
 * @param waits Whether they can only be read asynchronously.
 */
export function* tensorValues(
  tensor: tf.Tensor,
  waits: boolean,
): Pausable<Float32Array> {
  return waits
    ? yield* waitFor(tensor.data<"float32">())
    : tensor.dataSync<"float32">();
}
