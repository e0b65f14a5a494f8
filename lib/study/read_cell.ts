import { dirname } from "node:path";
import type { ErrorAtT } from "../evaluation/error_by_t.ts";
import { MEMORY } from "../experiments/memory_file.ts";
import { valueAt } from "../experiments/value_at.ts";
import { readTextIfThere } from "../runtime/read_if_there.ts";
import type { StudyCell } from "./cell.ts";
import { measures } from "./measures.ts";

/** The results of a cell that a study reports. */
export interface ReadCell {
  readonly cell: StudyCell;
  /** Values in the order of `measures`; null if the cell has no such value. */
  readonly values: readonly (number | null)[];
  readonly errorByT: readonly ErrorAtT[];
  /** The unit of t. */
  readonly unit: string;
}

/**
 * Reads a cell from its metrics.json and the memory.json in the same folder.
 *
 * @returns the cell, or a text that describes the error in the files' content
 * @throws {UnreadableError} if the system refuses to read them
 */
export async function readCell(path: string): Promise<ReadCell | string> {
  const file = await jsonOf(path);
  const memory = await jsonOf(`${dirname(path)}/${MEMORY}`);
  if (file === undefined) return `${path}: no such file`;
  if (typeof file === "string") return file;
  if (typeof memory === "string") return memory;
  const metrics = { ...file, memory };
  const cell = cellOf(metrics);
  if (cell === undefined) {
    return `${path}: expected experiment, preset, budget and seed, found only some of them`;
  }
  return {
    cell,
    values: measures.map(({ path }) => finiteOrNull(valueAt(metrics, path))),
    errorByT: errorsOf(valueAt(metrics, "parameter.errorByT")),
    unit: wordAt(metrics, "parameter.unit") ?? "",
  };
}

const finiteOrNull = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

function wordAt(metrics: object, key: string): string | undefined {
  const value = valueAt(metrics, key);
  return typeof value === "string" ? value : undefined;
}

function cellOf(metrics: object): StudyCell | undefined {
  const [experiment, preset, budget, name, value] = [
    ...["experiment", "preset", "budget"],
    ...["variation.name", "variation.value"],
  ].map((key) => wordAt(metrics, key));
  const seed = valueAt(metrics, "seed");
  if (
    experiment === undefined || preset === undefined || budget === undefined ||
    typeof seed !== "number"
  ) return undefined;
  const variation = name === undefined || value === undefined
    ? {}
    : { variation: { name, value } };
  return { experiment, preset, budget, seed, ...variation };
}

/**
 * Reads a JSON file; a text describes an error in it, undefined means that there is no
 * such file.
 */
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

/** Reads the errors by t of a metrics.json, without invalid entries. */
function errorsOf(found: unknown): ErrorAtT[] {
  const known = (value: unknown) => finiteOrNull(value) !== null;
  return (Array.isArray(found) ? found : []).filter((part) =>
    ["from", "to", "pairs"].every((key) => known(part?.[key])) &&
    ["network", "refined"].every((key) =>
      part[key] === null || known(part[key])
    )
  );
}
