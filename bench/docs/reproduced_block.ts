import { csvParse } from "d3-dsv";
import { alignedTable } from "./aligned_table.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";

/** A column: its head, the column of summary.csv, and how values are written. */
type Column = readonly [
  head: string,
  column: string,
  write: (value: number) => string,
];

const fixed = (digits: number) => (value: number) => value.toFixed(digits);
const grouped = (value: number) => value.toLocaleString("en");

const angle: Column = [
  "angle, °",
  "generator.angleDegrees",
  (v) => v.toPrecision(1),
];
const refined: Column = [
  "refined t: W1/std",
  "parameter.refined.wassersteinOverStd",
  (v) => v.toPrecision(1),
];
const transformed: Column = [
  "error: transformed",
  "reconstruction.transformed",
  fixed(4),
];
const autoencoder: Column = [
  "autoencoder",
  "reconstruction.autoencoder",
  fixed(4),
];

const scores: readonly Column[] = [
  angle,
  ["t-network: correlation", "parameter.network.correlation", fixed(4)],
  ["W1/std", "parameter.network.wassersteinOverStd", fixed(4)],
  refined,
  transformed,
  autoencoder,
  ["nothing done", "reconstruction.identity", fixed(4)],
  ["training, s", "training.seconds", fixed(0)],
];

/** Scores of photographs, beside the error of the mean of all images. */
const photographs: readonly Column[] = [
  ...scores.slice(0, -1),
  ["mean image", "reconstruction.meanImage", fixed(4)],
  ...scores.slice(-1),
];

const channels: readonly Column[] = [
  ["latent channels", "model.latentChannels", grouped],
  transformed,
  autoencoder,
  angle,
  refined,
  ["ms per step", "training.millisecondsPerStep", fixed(0)],
  ["MB per step", "training.megabytesPerStep", fixed(0)],
];

/** The scores in a summary.csv of `deno task reproduce`. */
async function summaryTable(
  path: string,
  columns: readonly Column[] = scores,
): Promise<string> {
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
      grouped(Number(steps)),
      Number(error).toFixed(4),
    ]),
  ]);
}

/**
 * The blocks with scores of single commands: with all defaults, with many steps, and of
 * photographs.
 */
export const reproducedBlock: Blocks = {
  "reproduced": () => summaryTable("study/recorded/reproduce.csv"),
  "unconstrained-autoencoder": autoencoderTable,
  "long-training": () => summaryTable("study/recorded/long.csv"),
  "cifar10": () => summaryTable("study/recorded/cifar10.csv", photographs),
  "cifar10-channels": () =>
    summaryTable("study/recorded/cifar10_channels.csv", channels),
};
