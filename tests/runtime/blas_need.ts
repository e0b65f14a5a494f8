import { findBlas } from "#lib/runtime/blas.ts";
import type { ProductEngine } from "#lib/runtime/direct.ts";
import { foreignFunctions, type Need } from "../needs.ts";

/** The BLAS that the project finds on this machine. */
export const foundBlas: ProductEngine | null = findBlas();

/** A BLAS on this machine. */
export const blasLibrary: Need = foreignFunctions.met
  ? {
    met: foundBlas !== null,
    reason:
      "no BLAS found (install OpenBLAS, or activate a Python environment that has scipy-openblas32)",
  }
  : foreignFunctions;

/** The backends that train on a processor, with the needs of each. */
export const trainingBackends: Readonly<Record<string, readonly Need[]>> = {
  wasm: [],
  blas: [blasLibrary],
};
