let folder: string | undefined;

/**
 * A new temporary folder of this process, the same at every call; the caller that
 * is done with it removes it. The first call needs the permission to write
 * everywhere, so that it comes before permissions are narrowed.
 */
export function temporaryFolder(): string {
  return folder ??= Deno.makeTempDirSync({ prefix: "symmetry-" });
}
