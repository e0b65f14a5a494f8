import { type Condition, conditionRows } from "./conditions.ts";
import type { FoundCell } from "./found_cells.ts";
import { readCell } from "./read_cell.ts";

/** A cell without results. */
export interface Failure {
  readonly name: string;
  readonly problem: "failed" | "not at its end" | "unreadable";
  readonly error: string;
}

/** The results of a study. */
export interface StudyNumbers {
  /** Conditions by experiment, preset, budget and variation. */
  readonly conditions: readonly Condition[];
  /**
   * Cells without results; undefined if the results were read from a cells.csv, which
   * contains only scores: no failures, costs or errors by t.
   */
  readonly failures?: readonly Failure[];
}

/** Number of files that are read at the same time. */
const AT_ONCE = 32;

/**
 * Reads cells in the order in which they arrive, and collects the measures of each.
 *
 * @throws {UnreadableError} if the system refuses to read a cell's file, because a
 * report without its results would look complete
 */
export async function gather(
  cells: AsyncIterable<FoundCell>,
): Promise<Required<StudyNumbers>> {
  const rows = conditionRows();
  const failures: Failure[] = [];
  const take = async (found: FoundCell) => {
    if ("problem" in found) {
      const { cell, ...failure } = found;
      failures.push(failure);
      if (cell !== undefined) rows.addMissing(cell);
      return;
    }
    const read = await readCell(found.metrics);
    if (typeof read === "string") {
      const { name } = found;
      failures.push({ name, problem: "unreadable", error: read });
    } else rows.add(read);
  };
  await forEachAtOnce(cells, AT_ONCE, take);
  return {
    conditions: rows.conditions(),
    failures: failures.toSorted((a, b) => a.name < b.name ? -1 : 1),
  };
}

/**
 * Does work for every item of an iterable, for at most a given number at a time.
 *
 * @throws the error of the first work that fails, after the others have ended
 */
async function forEachAtOnce<T>(
  items: AsyncIterable<T>,
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  for await (const item of items) {
    const one: Promise<void> = work(item)
      .catch((fault) => void faults.push(fault))
      .finally(() => running.delete(one));
    running.add(one);
    if (running.size >= most) await Promise.race(running);
    if (faults.length > 0) break;
  }
  await Promise.all(running);
  if (faults.length > 0) throw faults[0];
}
