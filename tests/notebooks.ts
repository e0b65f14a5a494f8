import {
  type NotebookCell,
  type NotebookFile,
  textOf,
} from "#lib/cli/notebook_file.ts";
import { filesBelow, projectRoot } from "./project_files.ts";

export { textOf };

/** A notebook with the fields that only the tests look at. */
export interface Notebook extends NotebookFile {
  readonly cells: readonly (NotebookCell & {
    readonly execution_count?: number | null;
  })[];
  readonly metadata?: { readonly kernelspec?: { readonly name?: string } };
}

/** The sources of a notebook's code cells. */
export function codeCells({ cells }: Notebook): string[] {
  return cells.filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => textOf(source));
}

/** All notebooks of the project, by their paths from its root. */
export async function readNotebooks(): Promise<ReadonlyMap<string, Notebook>> {
  const paths = (await filesBelow("notebooks"))
    .filter((path) => path.endsWith(".ipynb"));
  const read = async (path: string): Promise<Notebook> =>
    JSON.parse(await Deno.readTextFile(`${projectRoot}/${path}`));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await read(path)] as const),
    ),
  );
}
