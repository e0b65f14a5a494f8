import { csvFormatRows } from "d3";
import type { Cell } from "./cell.ts";
import type { Condition, Failure } from "./gather.ts";
import { type Measure, scores } from "./measures.ts";
import type { Summarised } from "./summary.ts";

const KEY = ["experiment", "preset", "budget", "varied", "value"];

const keyCells = (
  { experiment, preset, budget, variation }: Omit<Cell, "seed">,
): string[] => [
  experiment,
  preset,
  budget,
  variation?.name ?? "",
  variation?.value ?? "",
];

const csv = (rows: readonly (readonly string[])[]): string =>
  csvFormatRows(rows.map((row) => [...row])) + "\n";

/** Six digits: more differ between machines. */
const digits = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? ""
    : String(Number(value.toPrecision(6)));

/** A row for each condition and measure: mean, median, the mean's 95 % interval. */
export function summaryCsv(
  conditions: readonly Summarised[],
  measured: readonly Measure[],
): string {
  const head = [
    ...KEY,
    ...["measure", "seeds", "missing", "mean", "median", "low", "high"],
  ];
  const rows = conditions.flatMap((condition) =>
    measured.map(({ name }) => {
      const summary = condition.summaries[name];
      return [
        ...keyCells(condition),
        name,
        String(summary?.count ?? 0),
        String(condition.missing),
        ...[
          summary?.mean,
          summary?.median,
          summary?.interval?.low,
          summary?.interval?.high,
        ].map(digits),
      ];
    })
  );
  return csv([head, ...rows]);
}

/** A row for each cell that has numbers. */
export function cellsCsv(conditions: readonly Condition[]): string {
  const head = [...KEY, "seed", ...scores.map(({ name }) => name)];
  const rows = conditions.flatMap((condition) =>
    condition.seeds.map((seed, i) => [
      ...keyCells(condition),
      String(seed),
      ...scores.map(({ name }) => digits(condition.values[name][i])),
    ])
  );
  return csv([head, ...rows]);
}

/** A row for each condition, estimate and part of the range of t. */
export function errorByTCsv(conditions: readonly Summarised[]): string {
  const head = [
    ...KEY,
    ...["estimate", "from", "to", "unit", "pairs", "seeds"],
    ...["mean", "low", "high"],
  ];
  const rows = conditions.flatMap((condition) =>
    condition.errors.map((part) => [
      ...keyCells(condition),
      part.estimate,
      ...[part.from, part.to].map(digits),
      condition.unit,
      String(part.pairs),
      String(part.values.length),
      ...[part.mean, part.interval?.low, part.interval?.high].map(digits),
    ])
  );
  return csv([head, ...rows]);
}

/** A row for each cell that has none. */
export function failuresCsv(failures: readonly Failure[]): string {
  return csv([
    ["cell", "problem", "error"],
    ...failures.map(({ name, problem, error }) => [name, problem, error]),
  ]);
}
