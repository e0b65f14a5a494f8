/** How a cell ended; the content of outcome.json. */
export interface Outcome {
  readonly cell: string;
  /** What Deno was given. */
  readonly command: readonly string[];
  readonly status: "done" | "failed";
  readonly exitCode: number;
  /** The last line that it said, where it failed. */
  readonly error?: string;
  /** From its start to its end, the last time that it was started. */
  readonly seconds: number;
}

/** The files of a cell's folder, apart from those of its lock. */
export const cellFiles = {
  /** The folder that the command writes to. */
  run: "run",
  outcome: "outcome.json",
  /** All that the command said. */
  log: "log.txt",
  /** The engine's mark that it need not start the cell again. */
  mark: "ended",
} as const;

/** The folder of all cells, below a study's folder. */
export const CELLS = "cells";

/**
 * How a cell ended.
 *
 * @param folder The cell's.
 * @returns undefined where it has not ended
 */
export async function readOutcome(
  folder: string,
): Promise<Outcome | undefined> {
  try {
    return JSON.parse(
      await Deno.readTextFile(`${folder}/${cellFiles.outcome}`),
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
