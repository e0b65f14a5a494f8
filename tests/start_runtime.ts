import { type Runtime, startRuntime } from "#lib/runtime/runtime.ts";
import { projectFiles } from "./needs.ts";

/**
 * Starts what computes in a test file: tfjs's wasm backend, or its cpu backend
 * where the tests may not read WebAssembly.
 *
 * @param blas Whether to use a BLAS where there is one: its threads wait for
 * each other, for seconds, where other processes use the cores.
 */
export function startTestRuntime(
  { blas = false }: { readonly blas?: boolean } = {},
): Promise<Runtime> {
  if (!projectFiles.met) return startRuntime({ backend: "cpu" });
  return startRuntime({ backend: blas ? "auto" : "wasm" });
}
