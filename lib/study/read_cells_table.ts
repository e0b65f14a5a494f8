import { csvParseRows } from "d3-dsv";
import { UserError } from "../runtime/errors.ts";
import type { StudyCell } from "./cell.ts";
import { conditionRows } from "./conditions.ts";
import type { StudyNumbers } from "./gather.ts";
import { measures, scores } from "./measures.ts";
import { CELLS_SCORES, cellsHead } from "./tables.ts";

/**
 * Reads the scores of a study from the cells.csv of its report, so that the
 * tables and figures can be made without the runs.
 *
 * A seed without a row counts as missing if a larger seed of its condition has one. A
 * failure of the last seeds is therefore not visible in the table.
 *
 * @param text the content of a cells.csv
 * @param path for messages
 * @throws UserError that names the line, what was expected and what was found
 */
export function parseCellsTable(text: string, path: string): StudyNumbers {
  const [head, ...lines] = csvParseRows(text);
  const shown = CELLS_SCORES
    .find((scores) => cellsHead(scores).join() === head?.join());
  if (shown === undefined) {
    throw new UserError(
      `${path}: expected the cells.csv of a study's report, with the columns ${
        cellsHead(scores).join(", ")
      }; found ${head?.join(", ") || "nothing"}`,
    );
  }
  const rows = conditionRows();
  lines.forEach((line, i) => {
    const place = `${path}: line ${i + 2}`;
    const { cell, numbers } = cellOf(line, head.length, place);
    const byName = new Map(shown.map(({ name }, k) => [name, numbers[k]]));
    const values = measures.map(({ name }) => byName.get(name) ?? null);
    rows.add({ cell, values, errorByT: [], unit: "" });
  });
  const conditions = rows.conditions();
  for (const { experiment, preset, seeds } of conditions) {
    const twice = seeds.find((seed, i) => seed === seeds[i - 1]);
    if (twice === undefined) continue;
    throw new UserError(
      `${path}: expected one line per cell, found two of ${experiment}, ${preset} with seed ${twice}`,
    );
  }
  return {
    conditions: conditions.map((condition) => {
      const { seeds } = condition;
      return { ...condition, missing: seeds.at(-1)! + 1 - seeds.length };
    }),
  };
}

function cellOf(line: readonly string[], columns: number, place: string) {
  if (line.length !== columns) {
    throw new UserError(
      `${place}: expected ${columns} columns, found ${line.length}`,
    );
  }
  const [experiment, preset, budget, name, value, seed, ...numbers] = line;
  if (!/^\d{1,9}$/.test(seed)) throw wrong(place, "a seed", seed);
  const cell: StudyCell = {
    ...{ experiment, preset, budget, seed: Number(seed) },
    ...name === "" ? {} : { variation: { name, value } },
  };
  return { cell, numbers: numbers.map((text) => numberOf(text, place)) };
}

function numberOf(text: string, place: string): number | null {
  if (text === "") return null;
  const value = Number(text);
  if (Number.isFinite(value) && text.trim() !== "") return value;
  throw wrong(place, "a number or nothing", text);
}

const wrong = (place: string, expected: string, found: string) =>
  new UserError(
    `${place}: expected ${expected}, found ${JSON.stringify(found)}`,
  );
