import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { gemm } from "./gemm.ts";
import { startGemmPool } from "./gemm_pool.ts";
import type { ProductEngine } from "./product.ts";
import { tfjsMemory } from "./tfjs_memory.ts";

/**
 * The project's own WebAssembly product, on threads that compute in the memory
 * of tfjs's wasm backend; to be called once that backend has started.
 *
 * @param threads By default one a core.
 */
export async function startWasmProduct(
  threads?: number,
): Promise<ProductEngine> {
  const memory = tfjsMemory(tf.backend() as BackendWasm);
  const pool = await startGemmPool({ threads, memory });
  const simd = pool.relaxed ? "relaxed SIMD" : "SIMD";
  return {
    description: `WebAssembly, ${simd}, ${pool.threads} ${
      pool.threads === 1 ? "thread" : "threads"
    }`,
    threads: pool.threads,
    product: ({ accumulate, ...shape }, a, b, c) =>
      gemm(pool, { ...shape, a, b, c, alpha: 1, beta: accumulate ? 1 : 0 }),
  };
}
