import { csvParse } from "d3-dsv";
import { alignedTable } from "./aligned_table.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";

/** Columns of the table: heads, columns of summary.csv, and how values are written. */
const columns: readonly (readonly [
  head: string,
  column: string,
  write: (value: number) => string,
])[] = [
  ["angle, °", "generator.angleDegrees", (v) => v.toPrecision(1)],
  ["t-network: correlation", "parameter.network.correlation", fixed(4)],
  ["W1/std", "parameter.network.wassersteinOverStd", fixed(4)],
  [
    "refined t: W1/std",
    "parameter.refined.wassersteinOverStd",
    (v) => v.toPrecision(1),
  ],
  ["error: transformed", "reconstruction.transformed", fixed(4)],
  ["autoencoder", "reconstruction.autoencoder", fixed(4)],
  ["nothing done", "reconstruction.identity", fixed(4)],
  ["training, s", "training.seconds", fixed(0)],
];

function fixed(digits: number): (value: number) => string {
  return (value) => value.toFixed(digits);
}

/** The scores in a summary.csv of `deno task reproduce`. */
async function summaryTable(path: string): Promise<string> {
  const rows = csvParse(await committed(path));
  return alignedTable([
    ["experiment", ...columns.map(([head]) => head)],
    ...rows.map((row) => [
      `\`${row.experiment}\``,
      ...columns.map(([, column, write]) => write(Number(row[column]))),
    ]),
  ]);
}

/** The blocks with scores of single commands: with all defaults, and with many steps. */
export const reproducedBlock: Blocks = {
  "reproduced": () => summaryTable("study/recorded/reproduce.csv"),
  "long-training": () => summaryTable("study/recorded/long.csv"),
};
