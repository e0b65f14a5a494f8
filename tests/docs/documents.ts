import { readNotebooks, textOf } from "../notebooks.ts";
import { filesBelow, projectRoot } from "../project_files.ts";
import type { Document } from "./markdown.ts";

/** The Markdown files of the project, from its root. */
export const markdownFiles = async (): Promise<string[]> =>
  (await filesBelow("")).filter((path) => path.endsWith(".md"));

/** All texts of the project: its Markdown files, and the text of the notebooks. */
export async function documents(): Promise<Document[]> {
  const files = (await markdownFiles()).map(async (path) => ({
    path,
    text: await Deno.readTextFile(`${projectRoot}/${path}`),
  }));
  const notebooks = [...await readNotebooks()].map(([path, { cells }]) => ({
    path,
    text: cells.filter(({ cell_type }) => cell_type === "markdown")
      .map(({ source }) => textOf(source)).join("\n\n"),
  }));
  return [...await Promise.all(files), ...notebooks];
}
