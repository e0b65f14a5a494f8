import { cellFiles, CELLS, readOutcome } from "./outcome.ts";
import type { StudyPlan } from "./plan.ts";

/**
 * Forgets how the cells ended that failed, so that they are done again.
 *
 * @param folder The study's.
 * @returns how many there were
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
    // Without its mark the engine starts it; without its outcome it is done.
    await Deno.remove(`${cell}/${cellFiles.outcome}`);
    await Deno.remove(`${cell}/${cellFiles.mark}`).catch(() => {});
  }
  return count;
}
