// Run by gemm_process_test.ts in a separate process: computes a job once or repeatedly.
import { gemm } from "#lib/runtime/gemm.ts";
import { type GemmPool, startGemmPool } from "#lib/runtime/gemm_pool.ts";
import { lineKernels } from "#lib/runtime/line_kernels.ts";
import { placeIn } from "./gemm_cases.ts";

/** Jobs of some or almost no duration; each returns one number of its result. */
const jobs: Readonly<
  Record<string, (pool: GemmPool, large: boolean) => () => number>
> = {
  product(pool, large) {
    const size = large ? 2048 : 64;
    const matrix = () => new Float32Array(size ** 2).fill(1);
    const product = {
      ...{ transposeA: false, transposeB: false, m: size, n: size, k: size },
      ...{ alpha: 1, beta: 0, a: matrix(), b: matrix(), c: matrix() },
    };
    return () => {
      gemm(pool, product);
      return product.c[0];
    };
  },
  lines(pool, large) {
    const n = 32, images = large ? 4096 : 64;
    const place = placeIn(pool, 2 * n ** 2 * images + 2 * n ** 3);
    const matrices = place(2 * n ** 3).fill(1);
    const values = place(2 * n ** 2 * images).fill(1);
    const of = { values, cells: n ** 2, slots: 2, images };
    const { multiply } = lineKernels(pool);
    return () => {
      multiply(matrices, { of, slot: 0 }, { of, slot: 1 }, {});
      return values[images];
    };
  },
};

const [what, name] = Deno.args;
const pool = await startGemmPool({ threads: 2 });
const job = jobs[name](pool, what === "forever");
const result = job();
console.log("done", result);
while (what === "forever") job();
