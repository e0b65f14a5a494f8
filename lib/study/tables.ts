import { csvFormatRows } from "d3-dsv";
import {
  intervalNames,
  type SeedInterval,
} from "../evaluation/seed_interval.ts";
import type { StudyCell } from "./cell.ts";
import type { Condition } from "./conditions.ts";
import type { Failure } from "./gather.ts";
import {
  areOfSeveral,
  type Measure,
  scores,
  severalScores,
} from "./measures.ts";
import type { Summarised } from "./summary.ts";

const KEY = ["experiment", "preset", "budget", "varied", "value"];

const keyCells = (
  { experiment, preset, budget, variation }: Omit<StudyCell, "seed">,
): string[] => [
  experiment,
  preset,
  budget,
  variation?.name ?? "",
  variation?.value ?? "",
];

const csv = (rows: readonly (readonly string[])[]): string =>
  csvFormatRows(rows.map((row) => [...row])) + "\n";

/** Rounds to six significant digits, because further digits differ between machines. */
const digits = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? ""
    : String(Number(value.toPrecision(6)));

/** Heads of the columns of an interval: its ends and its kind. */
const INTERVAL = ["low", "high", "interval"];

const intervalCells = (interval: SeedInterval | null | undefined): string[] => [
  ...[interval?.low, interval?.high].map(digits),
  interval ? intervalNames[interval.kind] : "",
];

/**
 * Formats results.csv: one row per condition and measure, with mean, median and
 * interval. The column `interval` names the kind of the interval; see `seedIntervals`.
 * Conditions of one generator have no rows for measures of several generators.
 */
export function summaryCsv(
  conditions: readonly Summarised[],
  measured: readonly Measure[],
): string {
  const head = [
    ...KEY,
    ...["measure", "seeds", "missing", "mean", "median"],
    ...INTERVAL,
  ];
  const rows = conditions.flatMap((condition) =>
    measuredOf(condition, measured).map(({ name }) => {
      const summary = condition.summaries[name];
      return [
        ...keyCells(condition),
        name,
        String(summary?.count ?? 0),
        String(condition.missing),
        ...[summary?.mean, summary?.median].map(digits),
        ...intervalCells(summary?.interval),
      ];
    })
  );
  return csv([head, ...rows]);
}

/** Lists the measures that a condition can have. */
const measuredOf = (
  { values }: Condition,
  measured: readonly Measure[],
): readonly Measure[] =>
  areOfSeveral(values)
    ? measured
    : measured.filter((measure) => !severalScores.includes(measure));

/** The heads of the columns of a cells.csv with given scores. */
export const cellsHead = (shown: readonly Measure[]): string[] => [
  ...KEY,
  "seed",
  ...shown.map(({ name }) => name),
];

/**
 * The possible scores of a cells.csv: those of one generator, with or without those of
 * several.
 */
export const CELLS_SCORES: readonly (readonly Measure[])[] = [
  scores,
  [...scores, ...severalScores],
];

/** Formats cells.csv: one row per cell with results. */
export function cellsCsv(conditions: readonly Condition[]): string {
  const [ofOne, withSeveral] = CELLS_SCORES;
  const shown = conditions.some(({ values }) => areOfSeveral(values))
    ? withSeveral
    : ofOne;
  const rows = conditions.flatMap((condition) =>
    condition.seeds.map((seed, i) => [
      ...keyCells(condition),
      String(seed),
      ...shown.map(({ name }) => digits(condition.values[name][i])),
    ])
  );
  return csv([cellsHead(shown), ...rows]);
}

/**
 * Formats error_by_t.csv: one row per condition, estimate and part of the range of t.
 */
export function errorByTCsv(conditions: readonly Summarised[]): string {
  const head = [
    ...KEY,
    ...["estimate", "from", "to", "unit", "pairs", "seeds"],
    ...["mean", ...INTERVAL],
  ];
  const rows = conditions.flatMap((condition) =>
    condition.errors.map((part) => [
      ...keyCells(condition),
      part.estimate,
      ...[part.from, part.to].map(digits),
      condition.unit,
      String(part.pairs),
      String(part.values.length),
      digits(part.mean),
      ...intervalCells(part.interval),
    ])
  );
  return csv([head, ...rows]);
}

/** Formats failures.csv: one row per cell without results. */
export function failuresCsv(failures: readonly Failure[]): string {
  return csv([
    ["cell", "problem", "error"],
    ...failures.map(({ name, problem, error }) => [name, problem, error]),
  ]);
}
