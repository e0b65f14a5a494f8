import { csvParse } from "d3";
import { catalogue } from "../experiments/catalogue.ts";
import { measureOf } from "./score_words.ts";

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

/**
 * The README's tables, in Markdown: the angle to the true generator of every way to
 * find it, with its interval; and the scores of t and of the pictures.
 *
 * @param results the content of a study's results.csv
 */
export function markdownTables(results: string): string {
  const rows = csvParse(results).filter(({ varied }) => varied === "");
  const experiments = catalogue.map(({ id }) => id)
    .filter((id) => rows.some(({ experiment }) => experiment === id));
  const table = (columns: readonly Column[]) =>
    markdownTable([
      ["experiment", ...columns.map(({ title }) => title)],
      ...experiments.map((experiment) => [
        `\`${experiment}\``,
        ...columns.map((column) =>
          cellOf(
            rows.find((row) =>
              row.experiment === experiment && row.preset === column.preset &&
              row.measure === column.measure
            ),
            column,
          )
        ),
      ]),
    ]);
  return [angles, scores].map(table).join("\n\n") + "\n";
}

function cellOf(
  row: Readonly<Record<string, string>> | undefined,
  { measure, interval }: Column,
): string {
  if (row === undefined || row.mean === "") return "–";
  const { decimals, unit } = measureOf(measure);
  const fixed = (text: string) => Number(text).toFixed(decimals);
  const within = interval && row.low !== ""
    ? ` (${fixed(row.low)} to ${fixed(row.high)})`
    : "";
  return `${fixed(row.mean)}${unit}${within}`;
}

/** @param rows the first one heads the columns */
function markdownTable(
  [head, ...rows]: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join(
    "\n",
  );
}
