import * as tf from "@tensorflow/tfjs";
import type { Trainable } from "./trainer.ts";

/**
 * Measures the largest memory of all tensors during a step, in megabytes (10^6 bytes):
 * those of the model and the optimiser, and those that the gradients need.
 */
export async function stepMegabytes(trainer: Trainable): Promise<number> {
  const { peakBytes } = await tf.profile(() => {
    trainer.rehearse();
    return {};
  });
  return peakBytes / 1e6;
}
