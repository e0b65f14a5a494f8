import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { adamStep } from "./adam_step.ts";
import type { DirectAdam, MatrixProduct, ProductEngine } from "./direct.ts";
import { gemm } from "./gemm.ts";
import { type GemmPool, startGemmPool } from "./gemm_pool.ts";
import { type LayerKernels, layerKernels } from "./layer_kernels.ts";
import { type LineKernels, lineKernels } from "./line_kernels.ts";
import { tfjsMemory } from "./tfjs_memory.ts";

/** The functions of the project's own WebAssembly kernels. */
export interface WasmKernels extends ProductEngine {
  readonly adam: DirectAdam;
  readonly lines: LineKernels;
  readonly layers: LayerKernels;
}

/**
 * Starts the project's own WebAssembly kernels, on threads that compute in the memory of
 * tfjs's wasm backend. It may only be called after that backend has started.
 *
 * @param threads Number of threads, by default one per core; one if that memory is not
 * shared.
 * @param layerProduct Multiplies for the layers; by default these kernels do.
 */
export async function startWasmKernels(
  threads?: number,
  layerProduct?: MatrixProduct,
): Promise<WasmKernels> {
  const memory = tfjsMemory(tf.backend() as BackendWasm);
  const pool = await startGemmPool({ threads, memory });
  return {
    description: describe(pool),
    threads: pool.threads,
    product: ({ accumulate, ...shape }, a, b, c) =>
      gemm(pool, { ...shape, a, b, c, alpha: 1, beta: accumulate ? 1 : 0 }),
    adam: (step) => adamStep(pool, step),
    lines: lineKernels(pool),
    layers: layerKernels(pool, layerProduct),
  };
}

function describe({ relaxed, threads }: GemmPool): string {
  const simd = relaxed ? "relaxed SIMD" : "SIMD";
  return `WebAssembly, ${simd}, ${threads} ${
    threads === 1 ? "thread" : "threads"
  }`;
}
