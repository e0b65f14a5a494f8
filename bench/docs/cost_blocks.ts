import { sum } from "d3-array";
import { csvParse } from "d3-dsv";
import { parseStudy } from "#lib/study/study.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";
import { paragraph } from "./paragraph.ts";
import { rangeWords } from "./range_words.ts";

/** The rows of a costs.csv that have a mean, for one measure. */
async function costRows(path: string, measure: string) {
  const rows = csvParse(await committed(path));
  return rows.filter((row) => row.measure === measure && row.mean !== "")
    .map(({ seeds, mean }) => ({ seeds: Number(seeds), mean: Number(mean) }));
}

const HOUR = 3600;

/** Formats a time, s, in hours, or in minutes if it is short. */
const timeWords = (seconds: number): string =>
  seconds < 2 * HOUR
    ? `${(seconds / 60).toFixed(0)} minutes`
    : `${(seconds / HOUR).toFixed(1)} hours`;

/** A sentence on the number of runs of a study and the time of their training. */
async function cost(folder: string): Promise<string> {
  const path = `${folder}/costs.csv`;
  const rows = await costRows(path, "training seconds");
  const runs = sum(rows, ({ seeds }) => seeds);
  const seconds = sum(rows, ({ seeds, mean }) => seeds * mean);
  return paragraph(
    `The training of these ${runs} runs took ${
      timeWords(seconds)
    } in all (\`${path}\`).`,
  );
}

async function memory(): Promise<string> {
  const path = "study/costs.csv";
  const rows = await costRows(path, "megabytes at most");
  const words = rangeWords(
    rows.map(({ mean }) => mean / 1000),
    (value) => value.toFixed(1),
  );
  return paragraph(
    `A run on MNIST at standard budget takes ${words} GB of memory at most; how much depends on the preset (\`${path}\`).`,
  );
}

/** Nodes, cells per node and minutes of a cell for which the rounds are calculated. */
const NODES = 1000, MINUTES = 4;

async function rounds(): Promise<string> {
  const path = "study/config.yaml";
  const { cells } = parseStudy(await committed(path), path);
  const count = Math.ceil(cells.length / NODES);
  const number = (value: number) => value.toLocaleString("en");
  return paragraph(
    `By calculation, the ${number(cells.length)} cells of \`${path}\` on ${
      number(NODES)
    } nodes with one cell each take ${count} rounds. If a cell takes ${MINUTES} minutes, that is ${
      count * MINUTES
    } minutes of work.`,
  );
}

/** Sentences on what the studies cost. */
export const costBlocks: Blocks = {
  "study-cost": () => cost("study"),
  "sensitivity-cost": () => cost("study/sensitivity"),
  "derivative-cost": () => cost("study/derivative"),
  "study-memory": memory,
  "study-rounds": rounds,
};
