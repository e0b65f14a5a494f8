import { JobKind, Word } from "./gemm_job.ts";
import type { GemmPool } from "./gemm_pool.ts";

/** One step of Adam over flat float32 ranges in the pool's memory. */
export interface AdamStep {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  /** First and second moments, zero before step 1. */
  readonly momentum: Float32Array;
  readonly variance: Float32Array;
  /** Number t of the step, from 1. */
  readonly step: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Least number of parameters that are worth waking the other threads for. */
const PARALLEL_FROM = 32768;

/**
 * Updates parameters, momentum and variance in place on all threads (Kingma and Ba
 * 2015, algorithm 1).
 *
 * @throws RangeError if a range lies outside of the pool's memory or has another length
 * than the parameters.
 */
export function adamStep(pool: GemmPool, step: AdamStep): void {
  const { parameters, gradients, momentum, variance, beta1, beta2 } = step;
  const count = parameters.length;
  for (const range of [parameters, gradients, momentum, variance]) {
    if (range.length !== count || range.buffer !== pool.memory.memory.buffer) {
      throw new RangeError(
        `adamStep: expected four ranges of ${count} numbers in the pool's memory, found one of ${range.length}`,
      );
    }
  }
  pool.run({
    kind: JobKind.Adam,
    groups: 0,
    tiles: pool.participant.kernel.ranges(count),
    parallel: count >= PARALLEL_FROM,
    integers: [
      [Word.Count, count],
      [Word.Parameters, parameters.byteOffset],
      [Word.Gradients, gradients.byteOffset],
      [Word.Momentum, momentum.byteOffset],
      [Word.Variance, variance.byteOffset],
    ],
    reals: [
      [Word.Beta1, beta1],
      [Word.Rest1, 1 - beta1],
      [Word.Beta2, beta2],
      [Word.Rest2, 1 - beta2],
      [Word.StepSize, step.learningRate / (1 - beta1 ** step.step)],
      [Word.VarianceScale, 1 / (1 - beta2 ** step.step)],
      [Word.Epsilon, step.epsilon],
    ],
  });
}
