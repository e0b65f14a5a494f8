import { csvParse } from "d3";
import { ablations, isAblation } from "../experiments/ablations.ts";
import { catalogue } from "../experiments/catalogue.ts";
import { type Variation, variations } from "../experiments/variations.ts";
import { measureOf } from "./score_words.ts";

const NONE = "–";

/** A column: what heads it, and which number of which preset it shows. */
interface Column {
  readonly title: string;
  readonly preset: string;
  readonly measure: string;
  /** Whether the mean's interval follows. */
  readonly interval?: boolean;
}

const angles: readonly Column[] = [
  "stable",
  "paper",
  "first-order",
  "registration",
].map((preset) => ({
  title: `\`${preset}\``,
  preset,
  measure: "angle",
  interval: true,
}));

const stable = (title: string, measure: string): Column => ({
  title,
  preset: "stable",
  measure,
});

const scores: readonly Column[] = [
  stable("t-network: correlation", "network correlation"),
  stable("W1/std", "network W1/std"),
  stable("refined t: correlation", "refined correlation"),
  stable("W1/std", "refined W1/std"),
  {
    title: "`paper`, refined t: W1/std",
    preset: "paper",
    measure: "refined W1/std",
  },
  stable("normal guess: W1/std", "normal W1/std"),
  stable("error: transformed", "transformed error"),
  stable("autoencoder", "autoencoder error"),
  stable("nothing done", "identity error"),
];

/** What is told where one thing is otherwise. */
const conditionColumns: readonly Omit<Column, "preset">[] = [
  { title: "angle", measure: "angle", interval: true },
  { title: "t-network: W1/std", measure: "network W1/std" },
  { title: "refined t: W1/std", measure: "refined W1/std" },
];

type Row = Readonly<Record<string, string>>;

/**
 * A study's results as the README shows them, in Markdown: the angle to the true
 * generator of every way to find it, with its interval; the scores of t and of the
 * pictures; what each ingredient of `stable` brings; and what becomes of `stable` where
 * something is varied.
 *
 * @param results the content of a study's results.csv
 */
export function markdownTables(results: string): string {
  const rows: readonly Row[] = csvParse(results);
  const [plain, varied] = [
    rows.filter((row) => row.varied === ""),
    rows.filter((row) => row.varied !== ""),
  ];
  return [
    byExperiment(plain, angles),
    byExperiment(plain, scores),
    ...idsOf(plain.filter(({ preset }) => isAblation(preset)))
      .map((experiment) => byIngredient(plain, experiment)),
    ...variations.map((variation) => byValue(varied, variation)),
  ].flat().join("\n\n") + "\n";
}

/** The catalogue's experiments that rows are about, in its order. */
const idsOf = (rows: readonly Row[]): string[] =>
  catalogue.map(({ id }) => id)
    .filter((id) => rows.some(({ experiment }) => experiment === id));

function byExperiment(rows: readonly Row[], columns: readonly Column[]) {
  return markdownTable(
    ["experiment", ...columns.map(({ title }) => title)],
    idsOf(rows).map((experiment) => [
      `\`${experiment}\``,
      ...columns.map((column) =>
        cellOf(find(rows, { experiment, ...keyOf(column) }), column)
      ),
    ]),
  );
}

function byIngredient(rows: readonly Row[], experiment: string) {
  const of = (preset: string) => ({ experiment, preset });
  const changed = Object.keys(ablations).filter(isAblation);
  return oneByOne(rows, `\`${experiment}\``, [
    ["`stable`", of("stable")],
    ...changed.map((preset) => [ablations[preset].title, of(preset)] as const),
  ]);
}

function byValue(rows: readonly Row[], { name, label }: Variation) {
  const stable = rows.filter(({ varied, preset }) =>
    varied === name && preset === "stable"
  );
  const values = [...new Set(stable.map(({ value }) => value))]
    .toSorted((a, b) => Number(a) - Number(b) || 0);
  return idsOf(stable).flatMap((experiment) =>
    oneByOne(
      stable,
      `\`${experiment}\`: ${label}`,
      values.map((value) => [value, { experiment, value }]),
    )
  );
}

/** @param conditions what each is called, and what its rows have in common */
function oneByOne(
  rows: readonly Row[],
  head: string,
  conditions: readonly (readonly [string, Row])[],
) {
  return markdownTable(
    [head, ...conditionColumns.map(({ title }) => title)],
    conditions.map(([name, key]) => [
      name,
      ...conditionColumns.map((column) =>
        cellOf(find(rows, { ...key, measure: column.measure }), column)
      ),
    ]),
  );
}

const keyOf = ({ preset, measure }: Column) => ({ preset, measure });

const find = (rows: readonly Row[], key: Row): Row | undefined =>
  rows.find((row) =>
    Object.entries(key).every(([name, value]) => row[name] === value)
  );

function cellOf(
  row: Row | undefined,
  { measure, interval }: Pick<Column, "measure" | "interval">,
): string {
  if (row === undefined || row.mean === "") return NONE;
  const { decimals, unit } = measureOf(measure);
  const fixed = (text: string) => Number(text).toFixed(decimals);
  const within = interval && row.low !== ""
    ? ` (${fixed(row.low)} to ${fixed(row.high)})`
    : "";
  return `${fixed(row.mean)}${unit}${within}`;
}

/** @returns none where there is not a number in any row */
function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const told = rows.filter(([, ...cells]) =>
    cells.some((cell) => cell !== NONE)
  );
  if (told.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    [line(head), line(head.map(() => "---")), ...told.map(line)].join("\n"),
  ];
}
