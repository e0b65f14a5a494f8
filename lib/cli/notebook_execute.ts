import { oneLine } from "../runtime/one_line.ts";
import {
  type NotebookEnvironment,
  notebooksFolder,
} from "./notebook_environment.ts";
import {
  type NotebookCell,
  type NotebookFile,
  textOf,
} from "./notebook_file.ts";
import { type Ended, lastLine, run } from "./programs.ts";

/** A notebook that did not run to its end: one line that names the cell. */
export class NotebookError extends Error {
  override readonly name: string = "NotebookError";
}

/**
 * Runs a notebook from top to bottom under Deno's kernel.
 *
 * @param name A file of the project's folder of notebooks.
 * @returns The notebook with what its cells showed.
 * @throws NotebookError at the first cell that failed.
 */
export async function executeNotebook(
  environment: NotebookEnvironment,
  name: string,
): Promise<NotebookFile> {
  const folder = await Deno.makeTempDir({ prefix: "symmetry-notebook-" });
  try {
    const { cells } = await convert(environment, name, folder);
    const failed = firstFailure(cells);
    if (failed !== undefined) throw new NotebookError(`${name}, ${failed}`);
    return { cells };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function convert(
  { python, variables }: NotebookEnvironment,
  name: string,
  folder: string,
): Promise<NotebookFile> {
  const ended = await run(python, [
    "-I",
    "-m",
    "nbconvert",
    "--to=notebook",
    "--execute",
    // An error is then told with its cell; what follows it ends soon.
    "--allow-errors",
    "--log-level=DEBUG",
    "--ExecutePreprocessor.kernel_name=deno",
    // Outputs that arrive later than that after their cell would be lost.
    "--ExecutePreprocessor.iopub_timeout=60",
    `--output-dir=${folder}`,
    "--output=executed.ipynb",
    `${notebooksFolder()}/${name}`,
  ], { env: variables, cwd: notebooksFolder() });
  if (ended?.code !== 0) {
    throw new NotebookError(
      `${name}, ${lastStarted(ended)}: ${lastLine(ended)}`,
    );
  }
  return JSON.parse(await Deno.readTextFile(`${folder}/executed.ipynb`));
}

/** Names a cell as a reader counts them, and by how it begins. */
function nameOf(cell: NotebookCell, number: number): string {
  const lines = textOf(cell.source).split("\n");
  const first = lines.find((line) => !/^\s*(\/\/.*)?$/.test(line)) ?? "";
  return `cell ${number} (${first.trim().slice(0, 60)})`;
}

function firstFailure(cells: readonly NotebookCell[]): string | undefined {
  for (const [i, cell] of cells.entries()) {
    const error = cell.outputs?.find(({ output_type }) =>
      output_type === "error"
    );
    if (error === undefined) continue;
    const { ename = "error", evalue = "" } = error;
    return oneLine(`${nameOf(cell, i + 1)}: ${ename}: ${evalue}`);
  }
  return undefined;
}

/** The cell that ran when all ended, as the log has it. */
function lastStarted(ended: Ended | undefined): string {
  const started = ended?.stderr.match(/Executing cell:/g)?.length ?? 0;
  return started === 0 ? "before its first cell" : `code cell ${started}`;
}
