import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { setDirect } from "../runtime/direct.ts";
import { registerProductKernels } from "../runtime/product_kernels.ts";
import { registerSharedIdentity } from "../runtime/shared_identity.ts";
import { startWasmKernels } from "../runtime/wasm_kernels.ts";
import { findGpu, startWebGpu } from "../runtime/webgpu.ts";
import { messageOf } from "./message_of.ts";

let started: Promise<string> | undefined;

/**
 * Starts what networks are trained with: WebGPU where the browser has a hardware
 * adapter, else the project's own WebAssembly products on one thread.
 *
 * @returns One line for the reader; later calls return the same.
 */
export const startNetworks = (): Promise<string> => started ??= start();

async function start(): Promise<string> {
  // Threads need memory that is shared, which a page without extra headers has not.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  const gpu = await findGpu().catch(() => null);
  if (!gpu?.hardware) return await startWasm();
  try {
    return (await startWebGpu(gpu)).description;
  } catch (error) {
    return `${await startWasm()} (${messageOf(error)})`;
  }
}

async function startWasm(): Promise<string> {
  setWasmPaths(new URL("./", import.meta.url).href);
  if (!await tf.setBackend("wasm")) {
    throw new Error("TensorFlow.js: its WebAssembly backend did not start");
  }
  registerSharedIdentity();
  const kernels = await startWasmKernels(1);
  setDirect({ adam: kernels.adam, lines: kernels.lines });
  registerProductKernels(kernels.product);
  return `matrix products by ${kernels.description}`;
}
