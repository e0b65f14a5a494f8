import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { findBlas } from "./blas.ts";
import { UserError } from "./errors.ts";
import type { ProductEngine } from "./product.ts";
import { registerProductKernels } from "./product_kernels.ts";
import { registerSharedIdentity } from "./shared_identity.ts";
import { shareTfjsMemory } from "./tfjs_memory.ts";
import { startWasmProduct } from "./wasm_product.ts";

/** What a user may ask for. */
export const backendChoices = ["auto", "blas", "wasm", "cpu"] as const;
export type BackendChoice = typeof backendChoices[number];

/** What computes in this process, once started. */
export interface Runtime {
  readonly backend: Exclude<BackendChoice, "auto">;
  /** One line for the user. */
  readonly description: string;
  readonly threads: number;
}

export interface RuntimeOptions {
  readonly backend?: BackendChoice;
  /** A BLAS library to use instead of searching for one. */
  readonly blas?: string;
  /** Threads of the WebAssembly product; by default one a core. */
  readonly threads?: number;
}

let started: Promise<Runtime> | undefined;

/**
 * Starts tfjs once in this process; later calls return the same runtime and
 * ignore their options.
 *
 * @throws UserError when the asked backend or BLAS is not to be had.
 */
export function startRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  started ??= start(options).catch((error) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function start(
  { backend = "auto", blas, threads }: RuntimeOptions,
): Promise<Runtime> {
  // Keeps tfjs's advice to install tfjs-node out of terminals and notebooks.
  tf.env().set("IS_NODE", false);
  // tfjs's own threads need a browser; without this it would try to start them.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (blas !== undefined && (backend === "cpu" || backend === "wasm")) {
    throw new UserError(
      `--blas ${blas}: expected the backend auto or blas beside it, found ${backend}`,
    );
  }
  if (backend === "cpu") return await startCpu();
  const engine = backend === "wasm" ? null : findBlas(blas);
  if (engine === null && backend === "blas") {
    throw new UserError(
      "backend blas: expected a BLAS library, found none; install OpenBLAS or pass --blas PATH",
    );
  }
  return engine === null ? await startWasm(threads) : await startBlas(engine);
}

async function startCpu(): Promise<Runtime> {
  await tf.setBackend("cpu");
  return { backend: "cpu", description: "tfjs cpu, one thread", threads: 1 };
}

async function startBlas(engine: ProductEngine): Promise<Runtime> {
  setWasmPaths(
    new URL(".", import.meta.resolve("@tensorflow/tfjs-backend-wasm")).pathname,
  );
  await startTfjs();
  return useEngine("blas", engine);
}

async function startWasm(threads?: number): Promise<Runtime> {
  await shareTfjsMemory();
  await startTfjs();
  return useEngine("wasm", await startWasmProduct(threads));
}

async function startTfjs(): Promise<void> {
  if (!await tf.setBackend("wasm")) {
    throw new Error("tfjs: the wasm backend did not start");
  }
  registerSharedIdentity();
}

function useEngine(
  backend: Runtime["backend"],
  { description, threads, product }: ProductEngine,
): Runtime {
  registerProductKernels(product);
  const text = `matrix products by ${description}`;
  return { backend, description: text, threads };
}
