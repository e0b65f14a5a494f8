import { fileURLToPath } from "node:url";

/** The project's folder, without a slash at its end. */
export const projectRoot: string = fileURLToPath(new URL("..", import.meta.url))
  .replace(/[\\/]$/, "");

/**
 * Every file of a folder of the project, as a path from the project's root with forward
 * slashes, sorted. Files that git ignores are left out.
 *
 * @param folder A path from the root, or "" for the whole project.
 */
export async function filesBelow(folder: string): Promise<string[]> {
  const rules = await Deno.readTextFile(`${projectRoot}/.gitignore`);
  const ignored = [".git/", ...rules.split("\n")]
    .filter((rule) => rule.endsWith("/"));
  return (await walk(folder, ignored)).toSorted();
}

async function walk(
  folder: string,
  ignored: readonly string[],
): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(`${projectRoot}/${folder}`)) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile) files.push(path);
    // A rule of .gitignore names a folder anywhere, or its whole path.
    if (!entry.isDirectory) continue;
    if (
      ignored.some((rule) => [entry.name, path].includes(rule.slice(0, -1)))
    ) {
      continue;
    }
    files.push(...await walk(path, ignored));
  }
  return files;
}
