import { UserError } from "../runtime/errors.ts";
import { readTextIfThere } from "../runtime/read_if_there.ts";

/** The outcome of a cell, which is the content of outcome.json. */
export interface CellOutcome {
  readonly cell: string;
  /** The arguments that Deno was started with. */
  readonly command: readonly string[];
  readonly status: "done" | "failed";
  readonly exitCode: number;
  /** The last line of its output, if it failed. */
  readonly error?: string;
  /** Duration of its last start, in seconds. */
  readonly seconds: number;
}

/** The files of a cell's folder, apart from those of its lock. */
export const cellFiles = {
  /** The folder that the command writes to. */
  run: "run",
  outcome: "outcome.json",
  /** All output of the command. */
  log: "log.txt",
  /** Snakemake's mark that the cell need not be started again. */
  mark: "ended",
} as const;

/** The folder of all cells, below a study's folder. */
export const CELLS = "cells";

/**
 * Reads the outcome of a cell.
 *
 * @param folder the cell's folder
 * @returns undefined if it has not ended
 * @throws UserError if its outcome.json cannot be read, or is damaged
 */
export async function readOutcome(
  folder: string,
): Promise<CellOutcome | undefined> {
  const path = `${folder}/${cellFiles.outcome}`;
  const text = await readTextIfThere(path);
  if (text === undefined) return undefined;
  const outcome = parsedOutcome(text);
  if (outcome !== undefined) return outcome;
  throw new UserError(
    `${path}: expected how a cell ended, found ${
      JSON.stringify(text.slice(0, 60))
    }; remove the file and start again, which does the cell again`,
  );
}

function parsedOutcome(text: string): CellOutcome | undefined {
  try {
    const found: Partial<CellOutcome> | null = JSON.parse(text);
    const known = found?.status === "done" || found?.status === "failed";
    return known ? found as CellOutcome : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
