import * as tf from "@tensorflow/tfjs";
import { findBlas } from "./blas.ts";
import { type ProductEngine, setDirect } from "./direct.ts";
import { UserError } from "./errors.ts";
import { registerProductKernels } from "./product_kernels.ts";
import { registerSharedIdentity } from "./shared_identity.ts";
import { shareTfjsMemory } from "./tfjs_memory.ts";
import { startWasmKernels } from "./wasm_kernels.ts";
import { findGpu, type Gpu, startWebGpu } from "./webgpu.ts";

/** The backends that a user may choose. */
export const backendChoices = [
  "auto",
  "blas",
  "wasm",
  "webgpu",
  "cpu",
] as const;
/** The name of a backend; `auto` chooses the fastest one available. */
export type BackendChoice = typeof backendChoices[number];

/** The started backends of this process. */
export interface Runtime {
  /** The backend that was started. */
  readonly backend: Exclude<BackendChoice, "auto">;
  /** A description of one line for the user. */
  readonly description: string;
  /** Number of threads of its products. */
  readonly threads: number;
  /** tfjs's name of the backend that trains. */
  readonly training: string;
  /**
   * tfjs's name of the backend for everything else, whose values can be read
   * synchronously.
   */
  readonly evaluation: string;
}

/** Options of the start of TensorFlow.js. */
export interface RuntimeOptions {
  /** The backend to start; `auto` by default. */
  readonly backend?: BackendChoice;
  /** A BLAS library to use instead of searching for one. */
  readonly blas?: string;
  /** Number of threads of the WebAssembly product; by default one per core. */
  readonly threads?: number;
}

let started: Promise<Runtime> | undefined;

/**
 * Starts tfjs once in this process. Later calls return the same runtime and ignore their
 * options.
 *
 * `auto` chooses a BLAS if there is one, else WebGPU on a hardware adapter, else the
 * project's own WebAssembly product.
 *
 * @throws UserError if the chosen backend or BLAS is not available.
 */
export function startRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  started ??= start(options).catch((error) => {
    started = undefined;
    throw error;
  });
  return started;
}

/**
 * Switches to another started backend, and moves the given tensors there.
 *
 * Values on a GPU can only be read asynchronously; after this call, the values of these
 * tensors can be read synchronously.
 */
export async function useBackend(
  name: string,
  tensors: readonly tf.Tensor[],
): Promise<void> {
  if (tf.getBackend() === name) return;
  await Promise.all(tensors.map((tensor) => tensor.data()));
  await tf.setBackend(name);
}

async function start(
  { backend = "auto", blas, threads }: RuntimeOptions,
): Promise<Runtime> {
  // This suppresses tfjs's advice to install tfjs-node.
  tf.env().set("IS_NODE", false);
  // tfjs's own threads need a browser; without this setting it would try to start them.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (blas !== undefined && backend !== "auto" && backend !== "blas") {
    throw new UserError(
      `--blas ${blas}: expected the backend auto or blas beside it, found ${backend}`,
    );
  }
  if (backend === "cpu") return await startCpu();
  const engine = backend === "auto" || backend === "blas"
    ? findBlas(blas)
    : null;
  if (engine === null && backend === "blas") {
    throw new UserError(
      "backend blas: expected a BLAS library, found none; install OpenBLAS or pass --blas PATH",
    );
  }
  if (engine !== null) return await startBlas(engine, threads);
  const gpu = backend === "wasm" ? null : await findGpu();
  if (backend === "webgpu") return await startGpu(gpu, threads);
  if (!gpu?.hardware) return await startWasm(threads);
  return await startGpu(gpu, threads).catch((error) => {
    if (!(error instanceof UserError)) throw error;
    // A backend that was not chosen by name may be missing.
    return withoutGpu(error.message, threads);
  });
}

async function startCpu(): Promise<Runtime> {
  await tf.setBackend("cpu");
  return {
    backend: "cpu",
    description: "tfjs cpu, one thread",
    threads: 1,
    ...onOne("cpu"),
  };
}

const onOne = (name: string) => ({ training: name, evaluation: name });

async function startBlas(
  engine: ProductEngine,
  threads?: number,
): Promise<Runtime> {
  await shareTfjsMemory();
  await startTfjs();
  const { adam, lines, layers } = await startWasmKernels(
    threads,
    engine.product,
  );
  setDirect({ adam, lines, layers });
  return useEngine("blas", engine);
}

async function startWasm(threads?: number): Promise<Runtime> {
  await shareTfjsMemory();
  await startTfjs();
  const kernels = await startWasmKernels(threads);
  const { adam, lines, layers } = kernels;
  setDirect({ adam, lines, layers });
  return useEngine("wasm", kernels);
}

/**
 * Starts a runtime that trains on a GPU, and uses the WebAssembly product for everything
 * else.
 */
async function startGpu(gpu: Gpu | null, threads?: number): Promise<Runtime> {
  const { description } = await startWebGpu(gpu ?? undefined);
  const wasm = await startWasm(threads);
  return {
    backend: "webgpu",
    description: `${description}; evaluation: ${wasm.description}`,
    threads: wasm.threads,
    training: "webgpu",
    evaluation: wasm.evaluation,
  };
}

async function withoutGpu(why: string, threads?: number): Promise<Runtime> {
  const wasm = await startWasm(threads);
  return { ...wasm, description: `${wasm.description} (${why})` };
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
  return { backend, description: text, threads, ...onOne("wasm") };
}
