/** A build of the kernel module: one source, four binaries. */
export interface GemmBuild {
  /** Whether it uses relaxed SIMD's fused multiply-add, else multiply and add. */
  readonly relaxed: boolean;
  /** Whether it is for a shared memory, else for a memory of one thread. */
  readonly shared: boolean;
}

/**
 * Loads the kernel module's binary. `deno task kernels` builds it from the sources in
 * kernels/ into a module of base64 text, so that it loads with the program, from a file
 * or from a server, without a permission.
 */
export async function gemmBinary(
  { relaxed, shared }: GemmBuild,
): Promise<Uint8Array<ArrayBuffer>> {
  const { BASE64 } =
    await (relaxed
      ? shared
        ? import("./kernel_binaries/relaxed_shared.ts")
        : import("./kernel_binaries/relaxed_local.ts")
      : shared
      ? import("./kernel_binaries/plain_shared.ts")
      : import("./kernel_binaries/plain_local.ts"));
  return Uint8Array.from(atob(BASE64), (byte) => byte.charCodeAt(0));
}
