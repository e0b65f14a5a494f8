import { assert, assertEquals } from "@std/assert";
import { needs, programs, projectFiles } from "../needs.ts";
import { blasLibrary } from "./blas_need.ts";
import { differencesOf, trained } from "./trained.ts";

/** Largest allowed relative difference. Measured: about 1e-7. */
const AGREEMENT = 1e-4;

Deno.test({
  ...needs(projectFiles, programs, blasLibrary),
  name:
    "BLAS and the WebAssembly product train to the same parameters, 10 steps a stage",
  async fn() {
    const blas = await trained("blas", 10, 10);
    const wasm = await trained("wasm", 10, 10);
    assertEquals([blas.backend, wasm.backend], ["blas", "wasm"]);
    const differences = differencesOf(blas, wasm);
    for (const [name, found] of differences) {
      assert(found <= AGREEMENT, `${name}: ${found}`);
    }
    // A missing step would show in every array.
    for (
      const [name, found] of differencesOf(await trained("wasm", 10, 9), wasm)
    ) {
      assert(found > AGREEMENT, `${name}: ${found}`);
    }
  },
});
