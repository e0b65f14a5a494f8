import { assert, assertEquals } from "@std/assert";
import { needs, programs, projectFiles } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { trainingBackends } from "../runtime/blas_need.ts";
import type { Held } from "./memory_program.ts";

const MIB = 2 ** 20;

/**
 * Largest growth of JavaScript's heap in a stage's last 800 steps; 0.3 MiB was
 * measured.
 */
const HEAP = 1 * MIB;

/**
 * Largest growth of the process after the first 200 steps. V8 keeps room for garbage:
 * 80 MiB was measured, and over 20,000 steps it varied by at most 130 MiB.
 */
const PROCESS = 128 * MIB;

async function heldBy(backend: string): Promise<Held[]> {
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["run", "--no-check", "--v8-flags=--expose-gc"],
    ...["--allow-read", "--allow-ffi", "--allow-env"],
    ...["tests/slow/memory_program.ts", backend],
  ]);
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout);
}

function assertFlat(early: Held, late: Held): void {
  const { step, heapBytes, processBytes: _, ...same } = late;
  const { tensors, tensorBytes, dataIds, wasmBytes } = early;
  assertEquals(same, { tensors, tensorBytes, dataIds, wasmBytes });
  const grown = heapBytes - early.heapBytes;
  assert(grown <= HEAP, `${grown} bytes from step ${early.step} to ${step}`);
}

for (const [backend, more] of Object.entries(trainingBackends)) {
  Deno.test({
    ...needs(projectFiles, programs, ...more),
    name: `memory stays flat over 2,000 steps, ${backend}`,
    async fn() {
      const held = await heldBy(backend);
      assertEquals(held.length, 4);
      assertFlat(held[0], held[1]); // the basin stage
      assertFlat(held[2], held[3]); // the joint stage
      const grown = held[3].processBytes - held[0].processBytes;
      assert(grown <= PROCESS, `the process grew by ${grown} bytes`);
    },
  });
}
