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

/** A notebook whose execution failed. The message is one line that names the cell. */
export class NotebookError extends Error {
  override readonly name: string = "NotebookError";
}

/**
 * Runs a notebook from top to bottom under Deno's kernel.
 *
 * @param name File name in the project's folder of notebooks.
 * @returns The notebook with the outputs of its cells.
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
    // The error is then among the cell's outputs, which `firstFailure` reads. The cells
    // after it still run.
    "--allow-errors",
    "--log-level=DEBUG",
    "--ExecutePreprocessor.kernel_name=deno",
    // Outputs that arrive more than 60 s after their cell has ended are lost.
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

/** Names a cell by its number, from 1, and the beginning of its code. */
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

/** Names the cell that was started last, as the log shows it. */
function lastStarted(ended: Ended | undefined): string {
  const started = ended?.stderr.match(/Executing cell:/g)?.length ?? 0;
  return started === 0 ? "before its first cell" : `code cell ${started}`;
}
