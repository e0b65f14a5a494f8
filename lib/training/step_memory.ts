import * as tf from "@tensorflow/tfjs";
import type { Trainable } from "./trainer.ts";

/**
 * The most that all tensors take during a step, in megabytes (10^6 bytes): the
 * model's, the optimiser's and those that the gradients need.
 */
export async function stepMegabytes(trainer: Trainable): Promise<number> {
  const { peakBytes } = await tf.profile(() => {
    trainer.rehearse();
    return {};
  });
  return peakBytes / 1e6;
}
