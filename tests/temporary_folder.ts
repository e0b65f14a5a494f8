/**
 * Gives a test a new empty folder, and removes it at the end, even after an error.
 *
 * @param use Gets the folder's path, without a slash at its end.
 */
export async function inTemporaryFolder<Value>(
  use: (folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = await Deno.makeTempDir({ prefix: "symmetry-test-" });
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Every file and folder below a folder, as sorted paths from it. */
export async function listBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    found.push(name);
    if (!isDirectory) continue;
    const inside = await listBelow(`${folder}/${name}`);
    found.push(...inside.map((path) => `${name}/${path}`));
  }
  return found.toSorted();
}
