import { projectRoot } from "../project_files.ts";

/** A code block of the README in TypeScript. */
export interface ReadmeCode {
  readonly source: string;
  /** Whether it runs as it stands; others name files of the reader's. */
  readonly runs: boolean;
}

export async function readmeCode(): Promise<ReadmeCode[]> {
  const text = await Deno.readTextFile(`${projectRoot}/README.md`);
  const form = /^```ts( ignore)?\n([\s\S]*?)^```$/gm;
  return [...text.matchAll(form)].map(([, ignore, source]) => ({
    source,
    runs: ignore === undefined,
  }));
}
