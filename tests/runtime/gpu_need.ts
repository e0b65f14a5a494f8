import { findGpu, type Gpu } from "#lib/runtime/webgpu.ts";
import type { Need } from "../needs.ts";

/** What WebGPU would compute on here. */
export const foundGpu: Gpu | null = await findGpu();

/**
 * An adapter; Mesa's software one will do, but not by OpenGL, where its shaders
 * take minutes to compile. Those have no storage in the format bgra8unorm.
 */
export const gpuAdapter: Need = {
  met: foundGpu !== null &&
    (foundGpu.hardware || foundGpu.adapter.features.has("bgra8unorm-storage")),
  reason:
    "no GPU adapter by Vulkan, Metal or DirectX (Mesa's mesa-vulkan-drivers bring one in software)",
};
