import { readNotebooks, textOf } from "../notebooks.ts";
import { projectRoot } from "../project_files.ts";
import type { Document } from "./markdown.ts";

const FILES = [
  "README.md",
  "CONTRIBUTING.md",
  "docs/study.md",
  "docs/sensitivity.md",
  "docs/derivative.md",
  "docs/video.md",
  "docs/lab.md",
  "bench/README.md",
  "data/README.md",
];

/** All texts of the project: its Markdown files, and that of the notebooks. */
export async function documents(): Promise<Document[]> {
  const files = FILES.map(async (path) => ({
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
