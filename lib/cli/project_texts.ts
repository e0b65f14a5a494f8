import { projectPath } from "./project_path.ts";

/** Texts and figures of the project, by their paths from its root. */
export type ProjectTexts = ReadonlyMap<string, string>;

/** Reads the README, the changelog, and all texts and figures of docs/. */
export async function projectTexts(): Promise<ProjectTexts> {
  const texts = new Map<string, string>();
  const add = async (path: string) => {
    texts.set(path, await Deno.readTextFile(projectPath(path)));
  };
  for (const path of ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"]) {
    await add(path);
  }
  for (const folder of ["docs", "docs/rooms"]) {
    const entries = await Array.fromAsync(Deno.readDir(projectPath(folder)));
    const names = entries.map(({ name }) => name).toSorted();
    for (const name of names) {
      if (/\.(md|svg)$/.test(name)) await add(`${folder}/${name}`);
    }
  }
  return texts;
}
