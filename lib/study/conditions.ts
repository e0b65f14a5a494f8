import type { ErrorAtT } from "../evaluation/error_by_t.ts";
import { conditionId, type StudyCell } from "./cell.ts";
import { measures } from "./measures.ts";
import type { ReadCell } from "./read_cell.ts";

/** All cells that differ in nothing but their seed. */
export interface Condition extends Omit<StudyCell, "seed"> {
  /** Seeds of the cells that have numbers, ascending. */
  readonly seeds: readonly number[];
  /** By the measure's name, one value per seed; null if it has none. */
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
  /** One entry per seed that has it; see `parameter.errorByT` in metrics.json. */
  readonly errorByT: readonly (readonly ErrorAtT[])[];
  /** Unit of t. */
  readonly unit: string;
  /** Number of cells that have no numbers. */
  readonly missing: number;
}

/** Collects cells into their conditions, in whatever order they arrive. */
export interface ConditionRows {
  readonly add: (cell: ReadCell) => void;
  /** Counts a cell that has no numbers. */
  readonly addMissing: (cell: StudyCell) => void;
  /** By experiment, preset, budget and what was varied. */
  readonly conditions: () => Condition[];
}

interface Row {
  readonly key: Omit<StudyCell, "seed">;
  readonly cells: ReadCell[];
  missing: number;
}

/** An empty collection. */
export function conditionRows(): ConditionRows {
  const rows = new Map<string, Row>();
  const rowOf = (cell: StudyCell): Row => {
    const key = keyOf(cell);
    const id = conditionId(key);
    const row = rows.get(id) ?? { key, cells: [], missing: 0 };
    rows.set(id, row);
    return row;
  };
  return {
    add: (cell) => void rowOf(cell.cell).cells.push(cell),
    addMissing: (cell) => void rowOf(cell).missing++,
    conditions: () =>
      [...rows].toSorted(byName).map(([, row]) => conditionOf(row)),
  };
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number =>
  a.localeCompare(b, "en", { numeric: true });

const keyOf = ({ seed: _, ...key }: StudyCell): Omit<StudyCell, "seed"> => key;

function conditionOf({ key, cells, missing }: Row): Condition {
  // The order of arrival is the file system's.
  const sorted = cells.toSorted((a, b) => a.cell.seed - b.cell.seed);
  return {
    ...key,
    seeds: sorted.map(({ cell }) => cell.seed),
    values: Object.fromEntries(
      measures.map((
        { name },
        i,
      ) => [name, sorted.map(({ values }) => values[i])]),
    ),
    errorByT: sorted.map(({ errorByT }) => errorByT)
      .filter(({ length }) => length > 0),
    unit: sorted[0]?.unit ?? "",
    missing,
  };
}
