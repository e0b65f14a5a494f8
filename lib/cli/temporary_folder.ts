let folder: string | undefined;

/**
 * Returns this process's temporary folder, which is made at the first call and again
 * after its removal. Making it needs the permission to write everywhere, so the first
 * call must come before permissions are narrowed.
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
