import { removeIfThere } from "../runtime/files.ts";
import { cellFiles, CELLS, readOutcome } from "./outcome.ts";
import type { StudyPlan } from "./plan.ts";

/**
 * Removes the outcome of every cell that failed, so that it is done again.
 *
 * @param folder the study's folder
 * @returns the number of these cells
 * @throws UserError if an outcome cannot be read
 */
export async function forgetFailures(
  folder: string,
  { cells }: StudyPlan,
): Promise<number> {
  let count = 0;
  for (const { id } of cells) {
    const cell = `${folder}/${CELLS}/${id}`;
    if ((await readOutcome(cell))?.status !== "failed") continue;
    count++;
    // Snakemake starts a cell without a mark. The cell then does its work only
    // if it has no outcome.
    await removeIfThere(`${cell}/${cellFiles.outcome}`);
    await removeIfThere(`${cell}/${cellFiles.mark}`);
  }
  return count;
}
