import * as tf from "@tensorflow/tfjs";
import { assert } from "@std/assert";
import { directLayers } from "#lib/runtime/direct.ts";
import { needs, projectFiles } from "./needs.ts";
import { startTestRuntime } from "./start_runtime.ts";

/** Declares a test by its name. */
export type Declare = (name: string, fn: () => void) => void;

/**
 * Declares tests twice: for the kernels that compute on the memory of tfjs's wasm
 * backend, and for operations of tfjs, on its cpu backend.
 */
export function onBackends(declareAll: (declare: Declare) => void): void {
  for (const backend of ["wasm", "cpu"]) {
    declareAll((name, fn) =>
      Deno.test({
        ...needs(projectFiles),
        name: `${backend}: ${name}`,
        async fn() {
          const { evaluation } = await startTestRuntime();
          await tf.setBackend(backend);
          try {
            assert((directLayers() !== undefined) === (backend === "wasm"));
            fn();
          } finally {
            await tf.setBackend(evaluation);
          }
        },
      })
    );
  }
}
