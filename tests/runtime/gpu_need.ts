import { findGpu, type Gpu } from "#lib/runtime/webgpu.ts";
import type { Need } from "../needs.ts";

/** The adapter that WebGPU would use on this machine. */
export const foundGpu: Gpu | null = await findGpu();

/**
 * A GPU adapter. Mesa's software adapter suffices, except over OpenGL, where its
 * shaders take minutes to compile. Adapters over OpenGL have no storage in the format
 * bgra8unorm.
 */
export const gpuAdapter: Need = {
  met: foundGpu !== null &&
    (foundGpu.hardware || foundGpu.adapter.features.has("bgra8unorm-storage")),
  reason:
    "no GPU adapter by Vulkan, Metal or DirectX (Mesa's mesa-vulkan-drivers bring one in software)",
};
