import { csvParse } from "d3-dsv";
import type { RunNames } from "#lib/experiments/usual_value.ts";
import { derivativeOperators } from "#lib/lie/derivative_operators.ts";
import { measureOf } from "#lib/study/score_words.ts";
import { withUsual } from "#lib/study/with_usual.ts";
import {
  flowNames,
  largestGrowth,
  leakage,
  spectralAbscissa,
} from "./derivative_measures.ts";
import type { DocTable } from "./doc_tables.ts";

const operators = Object.entries(derivativeOperators);

/** Distances of the shift, cells: half a cell, and half the frame of 5 cells. */
const SHORT = 0.5, LONG = 2.5;

/** Formats a number, and -0 as 0. */
const fixed = (value: number, decimals: number): string =>
  (Number(value.toFixed(decimals)) + 0).toFixed(decimals);

/** Makes those tables of docs/derivative.md that need no training. */
export const operatorTables = (): DocTable[] => [
  [
    ["leakage, % of the norm", "shift by half a cell", "by half the frame"],
    ...operators.map(([name, operator]) => [
      `\`${name}\`: ${operator.title}`,
      ...[SHORT, LONG].map((cells) => fixed(100 * leakage(operator, cells), 1)),
    ]),
  ],
  [
    [
      "stability",
      ...flowNames.map((flow) => `${flow}: abscissa`),
      ...flowNames.map((flow) => `${flow}: growth`),
    ],
    ...operators.map(([name, operator]) => [
      `\`${name}\``,
      ...flowNames.map((flow) => fixed(spectralAbscissa(flow, operator), 2)),
      ...flowNames.map((flow) => fixed(largestGrowth(flow, operator), 2)),
    ]),
  ],
];

/** A row of results.csv. */
type Row =
  & RunNames
  & Readonly<Record<"varied" | "value" | "measure" | "mean", string>>;

const columns = (["paper", "without-registration"] as const).flatMap((
  preset,
) => [
  { preset, measure: "angle", title: `\`${preset}\`: angle` },
  {
    preset,
    measure: "transformed error",
    title: `\`${preset}\`: error: transformed`,
  },
]);

/**
 * Makes those tables of docs/derivative.md that show trained models, one per
 * experiment.
 *
 * @param results Content of results.csv of the study `study/derivative.yaml`.
 */
export function runTables(results: string): DocTable[] {
  const rows: readonly Row[] = csvParse<keyof Row>(results);
  const byOperator = withUsual(
    "derivative",
    {
      plain: rows.filter(({ varied }) => varied === ""),
      varied: rows.filter(({ varied }) => varied === "derivative"),
    },
    ({ value }) => value,
    (row, value) => ({ ...row, value }),
  );
  const experiments = [...new Set(rows.map(({ experiment }) => experiment))];
  return experiments.map((experiment) => [
    [`\`${experiment}\``, ...columns.map(({ title }) => title)],
    ...operators.map(([value]) => [
      `\`${value}\``,
      ...columns.map(({ preset, measure }) => {
        const wanted = { experiment, preset, measure, value };
        const row = byOperator.find((row) =>
          Object.entries(wanted).every(([key, text]) =>
            row[key as keyof Row] === text
          )
        );
        const { decimals, unit } = measureOf(measure);
        return row === undefined
          ? "–"
          : `${fixed(Number(row.mean), decimals)}${unit}`;
      }),
    ]),
  ]);
}
