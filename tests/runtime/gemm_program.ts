// Run by gemm_process_test.ts in a process of its own.
import { gemm } from "#lib/runtime/gemm.ts";
import { startGemmPool } from "#lib/runtime/gemm_pool.ts";

const pool = await startGemmPool({ threads: 2 });
const size = Deno.args[0] === "forever" ? 4096 : 64;
const matrix = () => new Float32Array(size ** 2).fill(1);
const product = {
  ...{ transposeA: false, transposeB: false, m: size, n: size, k: size },
  ...{ alpha: 1, beta: 0, a: matrix(), b: matrix(), c: matrix() },
};
if (Deno.args[0] === "forever") console.log("started");
do gemm(pool, product); while (Deno.args[0] === "forever");
console.log("started", product.c[0]);
