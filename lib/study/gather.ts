import { dirname } from "node:path";
import type { ErrorAtT } from "../evaluation/error_by_t.ts";
import { MEMORY } from "../experiments/memory_file.ts";
import { readTextIfThere } from "../runtime/read_if_there.ts";
import { valueAt } from "../experiments/value_at.ts";
import { type Cell, conditionId } from "./cell.ts";
import type { FoundCell } from "./found_cells.ts";
import { measures } from "./measures.ts";

/** All cells that differ in nothing but their seed. */
export interface Condition extends Omit<Cell, "seed"> {
  /** Of the cells that are done, ascending. */
  readonly seeds: readonly number[];
  /** By the measure's name, one value a seed; null where there is none. */
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
  /** Of each seed that has it; see `parameter.errorByT` in metrics.json. */
  readonly errorByT: readonly (readonly ErrorAtT[])[];
  /** Of t. */
  readonly unit: string;
  /** Cells that have no numbers. */
  readonly missing: number;
}

/** A cell that has no numbers. */
export interface Failure {
  readonly name: string;
  readonly problem: "failed" | "not at its end" | "unreadable";
  readonly error: string;
}

/** All that a study found. */
export interface Gathered {
  /** By experiment, preset, budget and what was varied. */
  readonly conditions: readonly Condition[];
  readonly failures: readonly Failure[];
}

/** What is kept of a condition while cells come in. */
interface Row {
  readonly key: Omit<Cell, "seed">;
  readonly cells: Omit<ReadCell, "cell">[];
  missing: number;
}

/** One number a measure. */
type Values = readonly (number | null)[];

/** Files that are read at a time. */
const AT_ONCE = 32;

/**
 * Reads cells in the order in which they arrive, and keeps the measures of each.
 *
 * @throws {UnreadableError} if the system refuses to read a cell's file: a
 * report without its numbers would look complete
 */
export async function gather(
  cells: AsyncIterable<FoundCell>,
): Promise<Gathered> {
  const rows = new Map<string, Row>();
  const failures: Failure[] = [];
  const rowOf = (key: Omit<Cell, "seed">): Row => {
    const id = conditionId(key);
    const row = rows.get(id) ?? { key, cells: [], missing: 0 };
    rows.set(id, row);
    return row;
  };
  const take = async (found: FoundCell) => {
    if ("problem" in found) {
      const { cell, ...failure } = found;
      failures.push(failure);
      if (cell !== undefined) rowOf(keyOf(cell)).missing++;
      return;
    }
    const read = await readCell(found.metrics);
    if (typeof read === "string") {
      const { name } = found;
      failures.push({ name, problem: "unreadable", error: read });
    } else rowOf(keyOf(read.cell)).cells.push(read);
  };
  await forEachAtOnce(cells, AT_ONCE, take);
  return {
    conditions: [...rows].toSorted(byName).map(([, row]) => conditionOf(row)),
    failures: failures.toSorted((a, b) => a.name < b.name ? -1 : 1),
  };
}

/**
 * Does work for every item as they come, for at most so many at a time.
 *
 * @throws what the first work that fails throws, once the others have ended
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

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number =>
  a.localeCompare(b, "en", { numeric: true });

const keyOf = ({ experiment, preset, budget, variation }: Cell) => ({
  experiment,
  preset,
  budget,
  ...variation === undefined ? {} : { variation },
});

interface ReadCell {
  readonly cell: Cell;
  readonly seed: number;
  readonly values: Values;
  readonly errorByT: readonly ErrorAtT[];
  readonly unit: string;
}

/** @returns a text that says what is wrong with its content, if anything is */
async function readCell(path: string): Promise<ReadCell | string> {
  const file = await jsonOf(path);
  const memory = await jsonOf(`${dirname(path)}/${MEMORY}`);
  if (file === undefined) return `${path}: no such file`;
  if (typeof file === "string") return file;
  if (typeof memory === "string") return memory;
  const metrics = { ...file, memory };
  const word = (key: string) => {
    const value = valueAt(metrics, key);
    return typeof value === "string" ? value : undefined;
  };
  const [experiment, preset, budget] = ["experiment", "preset", "budget"]
    .map(word);
  const seed = valueAt(metrics, "seed");
  if (
    experiment === undefined || preset === undefined || budget === undefined ||
    typeof seed !== "number"
  ) {
    return `${path}: expected experiment, preset, budget and seed, found not all of them`;
  }
  const [name, value] = [word("variation.name"), word("variation.value")];
  const variation = name === undefined || value === undefined
    ? {}
    : { variation: { name, value } };
  const values = measures.map((measure) => {
    const number = valueAt(metrics, measure.path);
    return typeof number === "number" && Number.isFinite(number)
      ? number
      : null;
  });
  const cell = { experiment, preset, budget, seed, ...variation };
  const errorByT = errorsOf(valueAt(metrics, "parameter.errorByT"));
  return { cell, seed, values, errorByT, unit: word("parameter.unit") ?? "" };
}

/** @returns a text that says what is wrong; undefined if there is no such file */
async function jsonOf(path: string): Promise<object | string | undefined> {
  const text = await readTextIfThere(path);
  if (text === undefined) return undefined;
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null
      ? found
      : `${path}: expected an object, found ${text.slice(0, 60)}`;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `${path}: ${error.message}`;
  }
}

/** What a metrics.json says of errors by t; none where it says nothing. */
function errorsOf(found: unknown): ErrorAtT[] {
  const known = (value: unknown) =>
    typeof value === "number" && Number.isFinite(value);
  return (Array.isArray(found) ? found : []).filter((part) =>
    ["from", "to", "pairs"].every((key) => known(part?.[key])) &&
    ["network", "refined"].every((key) =>
      part[key] === null || known(part[key])
    )
  );
}

function conditionOf({ key, cells, missing }: Row): Condition {
  // The order in which files come is the file system's.
  const sorted = cells.toSorted((a, b) => a.seed - b.seed);
  return {
    ...key,
    seeds: sorted.map(({ seed }) => seed),
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
