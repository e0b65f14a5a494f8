import { type Runtime, startRuntime } from "#lib/runtime/runtime.ts";
import { projectFiles } from "./needs.ts";

/**
 * Starts the backend of a test file: tfjs's wasm backend, or its cpu backend if the
 * tests may not read WebAssembly.
 *
 * @param blas Whether to use a BLAS if there is one. Its threads wait for each other,
 * for seconds, while other processes use the cores.
 */
export function startTestRuntime(
  { blas = false }: { readonly blas?: boolean } = {},
): Promise<Runtime> {
  if (!projectFiles.met) return startRuntime({ backend: "cpu" });
  return startRuntime({ backend: blas ? "auto" : "wasm" });
}
