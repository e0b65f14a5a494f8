import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { UserError } from "./errors.ts";
import { repairWebGpuKernels } from "./webgpu_kernels.ts";

/** An adapter that WebGPU computes on. */
export interface Gpu {
  /** The name, for example `llvmpipe (LLVM 15.0.6, 256 bits)`. */
  readonly name: string;
  /** Whether it is hardware; false for a software adapter, such as Mesa's llvmpipe. */
  readonly hardware: boolean;
  readonly adapter: GPUAdapter;
}

/** Names of software adapters, which do not always identify themselves as such. */
const SOFTWARE = /llvmpipe|lavapipe|swiftshader|softpipe|basic render/i;

/**
 * Asks Deno for the fastest WebGPU adapter. It needs neither a flag nor a permission.
 *
 * @returns `null` if there is none.
 */
export async function findGpu(): Promise<Gpu | null> {
  // The type states that `gpu` exists, but Deno may be built without it.
  const gpu = navigator.gpu as typeof navigator.gpu | undefined;
  const adapter = await gpu?.requestAdapter({
    powerPreference: "high-performance",
  }) ?? null;
  if (adapter === null) return null;
  const { description, vendor, isFallbackAdapter } = adapter.info;
  return {
    name: description || `adapter of vendor ${vendor || "unknown"}`,
    hardware: !isFallbackAdapter && !SOFTWARE.test(description),
    adapter,
  };
}

/**
 * Starts tfjs on WebGPU. Values then have to be read with `await data()`. `dataSync()`
 * only works for values that were read so before, or never left the processor.
 *
 * @param gpu The adapter; by default the result of {@link findGpu}.
 * @throws UserError if there is no adapter, or it gives no device.
 */
export async function startWebGpu(
  gpu?: Gpu,
): Promise<{ readonly description: string; readonly hardware: boolean }> {
  const found = gpu ?? await findGpu();
  if (found === null) {
    throw new UserError(
      "backend webgpu: expected a GPU adapter, found none; install the GPU's Vulkan driver, or choose another backend",
    );
  }
  const { name, hardware, adapter } = found;
  const device = await openDevice(found);
  const { WebGPUBackend, webgpu_util } = await import(
    "@tensorflow/tfjs-backend-webgpu"
  );
  repairWebGpuKernels(webgpu_util);
  // The backend that the package registers requests a device with features that an
  // adapter may not have.
  tf.removeBackend("webgpu");
  const backend = new WebGPUBackend(device, adapter.info);
  tf.registerBackend("webgpu", () => failLoudly(backend, device, name));
  if (!await tf.setBackend("webgpu")) {
    throw new Error("tfjs: the webgpu backend did not start");
  }
  const kind = hardware ? "" : ", a software adapter: slow";
  return { description: `tfjs WebGPU on ${name}${kind}`, hardware };
}

/** The limits that tfjs's kernels use. */
const LIMITS = [
  "maxBufferSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** Opens a device with the adapter's largest limits, and no optional feature. */
async function openDevice({ name, adapter }: Gpu): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(
    LIMITS.map((limit) => [limit, adapter.limits[limit]]),
  );
  try {
    return await adapter.requestDevice({ requiredLimits });
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(
      `backend webgpu: expected a device from ${name}, found: ${message}`,
      { cause: error },
    );
  }
}

/**
 * Makes every read fail after the device has failed. WebGPU itself continues without an
 * error, with zeros as results.
 */
function failLoudly(
  backend: WebGPUBackend,
  device: GPUDevice,
  name: string,
): WebGPUBackend {
  let failure: Error | undefined;
  const fail = (message: string) => {
    failure ??= new Error(`backend webgpu: ${name} failed: ${message}`);
  };
  device.addEventListener("uncapturederror", ({ error }) => {
    fail(error.message);
  });
  device.lost.then(({ message }) => fail(message));
  const read = backend.read.bind(backend);
  backend.read = async (dataId) => {
    const values = await read(dataId);
    if (failure !== undefined) throw failure;
    return values;
  };
  return backend;
}
