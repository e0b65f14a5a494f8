import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { gemm } from "#lib/runtime/gemm.ts";
import { startGemmPool } from "#lib/runtime/gemm_pool.ts";
import { withSharedMemory } from "#lib/runtime/shared_wasm.ts";
import { shareTfjsMemory, tfjsMemory } from "#lib/runtime/tfjs_memory.ts";
import { needs, projectFiles } from "../needs.ts";

/** A module that exports one memory with these limits. */
const moduleOf = (...limits: number[]) =>
  Uint8Array.from([
    ...[0, 97, 115, 109, 1, 0, 0, 0],
    ...[5, 1 + limits.length, 1, ...limits],
    ...[7, 5, 1, 1, 109, 2, 0],
  ]);

Deno.test("withSharedMemory declares the memory as shared", () => {
  const shared = new WebAssembly.Module(withSharedMemory(moduleOf(1, 1, 2)));
  const { m } = new WebAssembly.Instance(shared).exports;
  assert((m as WebAssembly.Memory).buffer instanceof SharedArrayBuffer);
});

Deno.test("withSharedMemory refuses a memory without a maximum, and a module without a memory", () => {
  for (const module of [moduleOf(0, 1), moduleOf(1, 1, 2).subarray(0, 8)]) {
    assertThrows(() => withSharedMemory(module), TypeError, "one memory");
  }
});

Deno.test(
  "tfjs computes in a shared memory, while it grows, together with gemm",
  needs(projectFiles),
  async () => {
    tf.env().set("IS_NODE", false);
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    await shareTfjsMemory();
    assert(await tf.setBackend("wasm"));
    const backend = tf.backend() as BackendWasm;
    const memory = tfjsMemory(backend);
    assertEquals(memory.memory.buffer.constructor, SharedArrayBuffer);
    const pool = await startGemmPool({ threads: 2, memory });
    assertEquals(pool.threads, 2);
    const [m, n, k] = [200, 150, 100];
    const a = tf.randomUniform([m, k]);
    const b = tf.randomUniform([k, n]);
    const expected = tf.matMul(a, b).dataSync();
    for (let round = 0; round < 3; round++) {
      const c = backend.makeOutput([m, n], "float32");
      const view = (t: tf.TensorInfo) =>
        backend.typedArrayFromHeap(t) as Float32Array;
      gemm(pool, {
        ...{ transposeA: false, transposeB: false, m, n, k, alpha: 1, beta: 0 },
        ...{ a: view(a), b: view(b), c: view(c) },
      });
      const found = view(c);
      for (let i = 0; i < expected.length; i++) {
        assert(Math.abs(found[i] - expected[i]) < 1e-3);
      }
      const before = memory.memory.buffer.byteLength;
      tf.fill([2 ** 24], round);
      assert(memory.memory.buffer.byteLength > before);
    }
    await pool.stop();
  },
);
