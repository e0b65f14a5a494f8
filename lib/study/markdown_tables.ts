import { csvParse } from "d3-dsv";
import {
  ablationNames,
  ablations,
  isAblation,
} from "../experiments/ablations.ts";
import { catalogue } from "../experiments/catalogue.ts";
import {
  compareValues,
  type Variation,
  variations,
} from "../experiments/variations.ts";
import { intervalNames } from "../evaluation/seed_interval.ts";
import type { RunNames } from "../experiments/usual_value.ts";
import { severalCatalogue } from "../experiments/several/several_catalogue.ts";
import { measureOf, NONE, scoreWords } from "./score_words.ts";
import {
  angleColumns,
  type Key,
  oneByOne,
  scoreColumns,
  severalColumns,
  type TableColumn,
} from "./table_columns.ts";
import { withUsual } from "./with_usual.ts";

/** A row of results.csv. */
type Row = RunNames & Readonly<Record<string, string>>;

/** This project's presets, the best one first. */
const OWN = ["stable", "without-registration"];

/**
 * The best of this project's presets that occurs in some rows, or the best of all if
 * none does.
 */
const ownPreset = (rows: readonly Row[]): string =>
  OWN.find((preset) => rows.some((row) => row.preset === preset)) ?? OWN[0];

/**
 * Formats the tables of a study in Markdown, as in docs/results.md: the angle to the true
 * generator for every method, with its interval; the scores of t and of the images by
 * the best of this project's presets that was run; the scores of several generators; the
 * effect of each ingredient; and the scores of that preset for every value of a
 * variation. An interval is the range of the seeds; a bootstrap interval begins with
 * "95 %".
 *
 * @param results the content of a study's results.csv
 */
export function markdownTables(results: string): string {
  const rows: readonly Row[] = csvParse<keyof RunNames>(results);
  const [plain, varied] = [
    rows.filter((row) => row.varied === ""),
    rows.filter((row) => row.varied !== ""),
  ];
  return [
    byExperiment(plain, angleColumns(ownPreset(plain))),
    byExperiment(plain, scoreColumns(ownPreset(plain))),
    byExperiment(plain, severalColumns, severalCatalogue),
    ...idsOf(
      plain.filter(({ preset }) => isAblation(preset) && !OWN.includes(preset)),
    )
      .map((experiment) => byIngredient(plain, experiment)),
    ...variations.map((variation) => byValue({ plain, varied }, variation)),
  ].flat().join("\n\n") + "\n";
}

/** Experiments, in the order of their catalogue. */
type Entries = readonly { readonly id: string }[];

/** Lists the experiments of rows, in the catalogue's order. */
const idsOf = (rows: readonly Row[], among: Entries = catalogue): string[] =>
  among.map(({ id }) => id)
    .filter((id) => rows.some(({ experiment }) => experiment === id));

function byExperiment(
  rows: readonly Row[],
  columns: readonly TableColumn[],
  among?: Entries,
) {
  const lines = idsOf(rows, among)
    .map((experiment) => [`\`${experiment}\``, { experiment }] as const);
  return tableOf(rows, "experiment", lines, columns);
}

function byIngredient(rows: readonly Row[], experiment: string) {
  const lines = [
    ["`stable`", { experiment, preset: "stable" }],
    ...ablationNames.map((preset) =>
      [ablations[preset].title, { experiment, preset }] as const
    ),
  ] as const;
  return tableOf(rows, `\`${experiment}\``, lines, oneByOne);
}

function byValue(
  { plain, varied }: Readonly<Record<"plain" | "varied", readonly Row[]>>,
  variation: Variation,
) {
  const { name, label } = variation;
  const of = withUsual(
    name,
    { plain, varied: varied.filter((row) => row.varied === name) },
    ({ value }) => value,
    (row, value) => ({ ...row, value }),
  ).filter(({ preset }) => preset === ownPreset(plain));
  const values = [...new Set(of.map(({ value }) => value))]
    .toSorted(compareValues(variation));
  return idsOf(of).flatMap((experiment) => {
    const lines = values
      .map((value) => [value, { experiment, value }] as const);
    return tableOf(of, `\`${experiment}\`: ${label}`, lines, oneByOne);
  });
}

/**
 * @param head head of the first column
 * @param lines name of each line, and the values that its rows have in common
 * @returns no table if no line has a number
 */
function tableOf(
  rows: readonly Row[],
  head: string,
  lines: readonly (readonly [string, Key])[],
  columns: readonly TableColumn[],
): string[] {
  const told = lines
    .map(([name, key]) => [
      name,
      ...columns.map((column) => cellOf(rows, key, column)),
    ])
    .filter(([, ...cells]) => cells.some((cell) => cell !== NONE));
  if (told.length === 0) return [];
  const heads = [head, ...columns.map(({ title }) => title)];
  return [
    [heads, heads.map(() => "---"), ...told]
      .map((cells) => `| ${cells.join(" | ")} |`)
      .join("\n"),
  ];
}

/** Words before an interval that is not the range of the seeds. */
const KIND: Readonly<Record<string, string>> = {
  [intervalNames.bootstrap]: "95 %: ",
};

function cellOf(rows: readonly Row[], line: Key, column: TableColumn): string {
  const { measure, interval } = column;
  const key = Object.entries({ ...line, ...column.key, measure });
  const row = rows.find((row) =>
    key.every(([name, value]) => row[name] === value)
  );
  if (row === undefined || row.mean === "") return NONE;
  const { decimals, unit } = measureOf(measure);
  const fixed = (text: string) => scoreWords(Number(text), decimals);
  const within = interval && row.low !== ""
    ? ` (${KIND[row.interval] ?? ""}${fixed(row.low)} to ${fixed(row.high)})`
    : "";
  return `${fixed(row.mean)}${unit}${within}`;
}
