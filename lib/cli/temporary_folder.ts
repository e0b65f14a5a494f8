let folder: string | undefined;

/**
 * A new temporary folder of this process, the same at every call until it is removed.
 * The first call needs the permission to write everywhere, so that it comes before
 * permissions are narrowed.
 */
export function temporaryFolder(): string {
  return folder ??= Deno.makeTempDirSync({ prefix: "symmetry-" });
}

/** Removes the temporary folder, if there is one. */
export async function removeTemporaryFolder(): Promise<void> {
  if (folder === undefined) return;
  const path = folder;
  folder = undefined;
  await Deno.remove(path, { recursive: true });
}
