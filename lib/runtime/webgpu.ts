import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { UserError } from "./errors.ts";
import { repairWebGpuKernels } from "./webgpu_kernels.ts";

/** What WebGPU computes on. */
export interface Gpu {
  /** For example `llvmpipe (LLVM 15.0.6, 256 bits)`. */
  readonly name: string;
  /** False for one that a processor imitates, such as Mesa's llvmpipe. */
  readonly hardware: boolean;
  readonly adapter: GPUAdapter;
}

/** Software adapters that do not always say themselves that they are. */
const SOFTWARE = /llvmpipe|lavapipe|swiftshader|softpipe|basic render/i;

/**
 * Asks Deno for the fastest WebGPU adapter. Needs neither flag nor permission.
 *
 * @returns `null` when there is none.
 */
export async function findGpu(): Promise<Gpu | null> {
  // The type says that there is always a `gpu`; a Deno built without has none.
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
 * Starts tfjs on WebGPU. Values then have to be read with `await data()`:
 * `dataSync()` works only for what was read so before, or never left the
 * processor.
 *
 * @param gpu What to compute on; what {@link findGpu} finds if left out.
 * @throws UserError when there is no adapter, or it gives no device.
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
  // The package registers a backend that asks for a device itself, with
  // features that an adapter may not have.
  tf.removeBackend("webgpu");
  const backend = new WebGPUBackend(device, adapter.info);
  tf.registerBackend("webgpu", () => failLoudly(backend, device, name));
  if (!await tf.setBackend("webgpu")) {
    throw new Error("tfjs: the webgpu backend did not start");
  }
  const kind = hardware ? "" : ", a software adapter: slow";
  return { description: `tfjs WebGPU on ${name}${kind}`, hardware };
}

/** The limits that tfjs's kernels make use of. */
const LIMITS = [
  "maxBufferSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** A device with all that the adapter allows, and no optional feature. */
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
 * Makes every read fail once the device has failed. WebGPU itself goes on in
 * silence, with zeros for what it could not compute.
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
