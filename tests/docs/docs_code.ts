import { projectRoot } from "../project_files.ts";
import { markdownFiles } from "./documents.ts";

/** A code block in TypeScript of the README or of a page of docs/. */
export interface DocsCode {
  /** The text's path from the project's root. */
  readonly path: string;
  readonly source: string;
  /** Whether it runs as it stands; the other blocks name values of the reader's. */
  readonly runs: boolean;
}

const BLOCK = /^```ts( ignore)?\n([\s\S]*?)^```$/gm;

/** All code blocks in TypeScript of the README and of docs/. */
export async function docsCode(): Promise<DocsCode[]> {
  const paths = (await markdownFiles())
    .filter((path) => path === "README.md" || path.startsWith("docs/"));
  const blocks = paths.map(async (path) => {
    const text = await Deno.readTextFile(`${projectRoot}/${path}`);
    return [...text.matchAll(BLOCK)].map(([, ignore, source]): DocsCode => ({
      path,
      source,
      runs: ignore === undefined,
    }));
  });
  return (await Promise.all(blocks)).flat();
}
