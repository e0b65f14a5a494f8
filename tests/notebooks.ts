import { filesBelow, projectRoot } from "./project_files.ts";

/** One output of a code cell, as nbformat 4 has it. */
export interface Output {
  readonly output_type: string;
  /** Of a stream: stdout or stderr. */
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
  readonly ename?: string;
  readonly evalue?: string;
}

/** The parts of a notebook that the tests look at. */
export interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
    readonly outputs?: readonly Output[];
    readonly execution_count?: number | null;
  }[];
  readonly metadata?: { readonly kernelspec?: { readonly name?: string } };
}

/** A text that nbformat keeps whole or line by line. */
export const textOf = (text: string | readonly string[] = ""): string =>
  typeof text === "string" ? text : text.join("");

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
