import { CELLS, readOutcome } from "./outcome.ts";
import type { StudyPlan } from "./plan.ts";

/** How many cells of a study ended, and how. */
export interface Ends {
  readonly done: number;
  readonly failed: number;
  /** Neither. */
  readonly open: number;
}

/** @param folder The study's. */
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
