import type { ErrorAtT } from "../evaluation/error_by_t.ts";
import { conditionId, type StudyCell } from "./cell.ts";
import { measures } from "./measures.ts";
import type { ReadCell } from "./read_cell.ts";

/** All cells that differ only in their seed. */
export interface Condition extends Omit<StudyCell, "seed"> {
  /** Seeds of the cells that have results, ascending. */
  readonly seeds: readonly number[];
  /** One value per seed, by the measure's name; null if a seed has none. */
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
  /**
   * Errors by t, one entry per seed that has them; see `parameter.errorByT` in
   * metrics.json.
   */
  readonly errorByT: readonly (readonly ErrorAtT[])[];
  /** The unit of t. */
  readonly unit: string;
  /** Number of cells without results. */
  readonly missing: number;
}

/** Functions that collect cells in any order, and group them by condition. */
export interface ConditionRows {
  readonly add: (cell: ReadCell) => void;
  /** Counts a cell without results. */
  readonly addMissing: (cell: StudyCell) => void;
  /** The conditions, grouped by experiment, preset, budget and variation. */
  readonly conditions: () => Condition[];
}

interface Row {
  readonly key: Omit<StudyCell, "seed">;
  readonly cells: ReadCell[];
  missing: number;
}

/** Makes an empty collection. */
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
  // Cells arrive in the order of the file system.
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
