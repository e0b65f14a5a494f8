import { adamStep } from "#lib/runtime/adam_step.ts";
import { gemm } from "#lib/runtime/gemm.ts";
import type { GemmKernel } from "#lib/runtime/gemm_kernel.ts";
import type { GemmPool } from "#lib/runtime/gemm_pool.ts";
import { lineKernels } from "#lib/runtime/line_kernels.ts";
import { placeIn, randomGemm, randomSource } from "./gemm_cases.ts";

/** A job of each kind, too small to use the workers, with its first kernel. */
export const jobKinds: Readonly<
  Record<string, {
    readonly begins: keyof GemmKernel;
    readonly run: (pool: GemmPool) => void;
  }>
> = {
  product: { begins: "packB", run: (pool) => gemm(pool, tinyProduct) },
  "line product": {
    begins: "multiplyRows",
    run(pool) {
      const { of, matrices, lines } = tinyGrid(pool);
      lines.multiply(matrices, { of, slot: 0 }, { of, slot: 1 }, {});
    },
  },
  "line gradient": {
    begins: "outerLines",
    run(pool) {
      const { of, matrices, lines } = tinyGrid(pool);
      lines.outer(matrices, { of, slot: 0 }, { of, slot: 1 }, 1);
    },
  },
  "sum of slots": {
    begins: "sumSlots",
    run(pool) {
      const { of, matrices, lines } = tinyGrid(pool);
      lines.sum(of, matrices.subarray(0, 16), matrices.subarray(0, 32));
    },
  },
  Adam: {
    begins: "adam",
    run(pool) {
      const { matrices: parameters } = tinyGrid(pool);
      const rates = { learningRate: 1, beta1: 0.9, beta2: 0.9, epsilon: 1 };
      const ranges = { parameters, gradients: parameters };
      const moments = { momentum: parameters, variance: parameters };
      adamStep(pool, { ...rates, ...ranges, ...moments, step: 1 });
    },
  },
};

const tinyProduct = randomGemm(randomSource(1), { m: 2, n: 2, k: 2 });

/** A grid of 2 x 2 cells, 2 slots and 8 images, with more numbers for matrices. */
function tinyGrid(pool: GemmPool) {
  const place = placeIn(pool, 128);
  const of = { values: place(64), cells: 4, slots: 2, images: 8 };
  return { of, matrices: place(32), lines: lineKernels(pool) };
}
