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

/** The error of each autoencoder in bench/pytorch_autoencoder.txt, over the steps. */
async function autoencoderTable(): Promise<string> {
  const lines = (await committed("bench/pytorch_autoencoder.txt")).trim()
    .split("\n").map((line) => line.split(" "));
  return alignedTable([
    ["images", "steps of 256 images", "error"],
    ...lines.map(([kind, steps, , , , error]) => [
      `\`${kind}\``,
      Number(steps).toLocaleString("en"),
      Number(error).toFixed(4),
    ]),
  ]);
}

/** The blocks with scores of single commands: with all defaults, and with many steps. */
export const reproducedBlock: Blocks = {
  "reproduced": () => summaryTable("study/recorded/reproduce.csv"),
  "unconstrained-autoencoder": autoencoderTable,
  "long-training": () => summaryTable("study/recorded/long.csv"),
};
