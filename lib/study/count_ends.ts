import { CELLS, readOutcome } from "./outcome.ts";
import type { StudyPlan } from "./plan.ts";

/** Numbers of cells of a study by their outcome. */
export interface Ends {
  readonly done: number;
  readonly failed: number;
  /** Number of cells without an outcome. */
  readonly open: number;
}

/**
 * Counts the cells of a study by their outcome.
 *
 * @param folder the study's folder
 * @throws UserError if an outcome cannot be read
 */
export async function countEnds(
  folder: string,
  { cells }: StudyPlan,
): Promise<Ends> {
  const ends = { done: 0, failed: 0, open: 0 };
  for (const { id } of cells) {
    const outcome = await readOutcome(`${folder}/${CELLS}/${id}`);
    ends[outcome?.status ?? "open"]++;
  }
  return ends;
}
