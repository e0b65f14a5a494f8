import { max } from "d3-array";
import { csvParse } from "d3-dsv";
import { variations } from "#lib/experiments/variations.ts";
import { markdownTables } from "#lib/study/markdown_tables.ts";
import { scoreWords } from "#lib/study/score_words.ts";
import { sensitivityPages } from "#lib/study/sensitivity_pages.ts";
import { parseCellsTable } from "#lib/study/read_cells_table.ts";
import { summarise } from "#lib/study/summary.ts";
import { operatorTables, runTables } from "../derivative_tables.ts";
import { type DocTable, tablesOf } from "../doc_tables.ts";
import { alignedTable } from "./aligned_table.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";
import { paragraph } from "./paragraph.ts";
import { recordedTable } from "./recorded_table.ts";

/** The tables of a study, by the head of their first column and its place among these. */
async function studyTable(
  results: string,
  head: string,
  place = 0,
): Promise<string> {
  const tables = tablesOf(markdownTables(await committed(results)))
    .filter(([[first]]) => first === head);
  if (tables[place] === undefined) {
    throw new RangeError(
      `${results} has no table ${place} with the head ${head}`,
    );
  }
  return alignedTable(tables[place]);
}

/** The experiment of which one thing at a time is varied. */
const VARIED = "`mnist-rotation-large`";

/** One block per variation of docs/sensitivity.md, `sensitivity-NAME`. */
const sensitivityBlocks: Blocks = Object.fromEntries(
  variations.filter(({ name }) => name !== "pairs" && name !== "derivative")
    .map(({ name, label }) => [
      `sensitivity-${name}`,
      () => studyTable("study/sensitivity/results.csv", `${VARIED}: ${label}`),
    ]),
);

/** The seconds of training for each value that a variation takes, in its order. */
async function trainingSeconds(varied: string, values: readonly string[]) {
  const rows = csvParse(await committed("study/sensitivity/costs.csv"))
    .filter(({ measure }) => measure === "training seconds");
  return values.map((value) => {
    const row = rows.find((row) =>
      row.varied === varied && row.value === value
    ) ?? rows.find((row) => row.varied === "");
    return Number(row!.mean).toFixed(0);
  });
}

/** The power law that the study's page fits to the angle over the number of pairs. */
async function pairsLaw(): Promise<string> {
  const path = "study/cells.csv";
  const { conditions } = parseCellsTable(await committed(path), path);
  const [{ sections: [{ text: [law] }] }] = sensitivityPages(
    conditions.map(summarise),
  );
  const form = /power of (\S+) \((?:(95 % .*), )?(\d+) runs\)/;
  const [, exponent, interval, runs] = form.exec(law)!;
  const varied = conditions.filter(({ variation }) =>
    variation?.name === "pairs"
  );
  const largest = max(varied.flatMap(({ values }) => values["angle"]), Number)!;
  const within = interval === undefined ? "" : ` (${interval})`;
  return paragraph(
    `A power law fitted to the angle over the number of pairs, in ${runs} runs, has the exponent ${exponent}${within}. The largest of these angles is ${
      scoreWords(largest, 2)
    }°, so the exponent means little.`,
  );
}

/** A paragraph on the answer of the run on different digits of one class. */
async function otherRoots(): Promise<string> {
  const [row] = csvParse(await committed("study/recorded/other_roots.csv"));
  return paragraph(
    `\`${row.experiment}\` has pairs of different digits of one class, by different writers, one of which is turned by up to 40 degrees. \`stable\` answers "${row.verdict}": its field is ${
      row["angle to the rotation"]
    } from the rotation and explains ${
      row["change explained"]
    } of the change (seed 0, budget \`${row.budget}\`).`,
  );
}

/** A sentence that compares `stable` with and without teaching. */
async function teaching(): Promise<string> {
  const rows = csvParse(await committed("study/results.csv"));
  const [without, taught] = ["without-teaching", "stable"].map((preset) => {
    const row = rows.find((row) =>
      row.experiment === "mnist-rotation-large" && row.preset === preset &&
      row.measure === "network W1/std" && row.varied === ""
    );
    return Number(row!.mean).toFixed(4);
  });
  return paragraph(
    `The registration makes the generator exact. Teaching changes W1/std of the t-network, with the same generator, from ${without} to ${taught}.`,
  );
}

const derivativeTable = async (place: number): Promise<string> => {
  const runs = runTables(await committed("study/derivative/results.csv"));
  const tables: DocTable[] = [...operatorTables(), ...runs];
  return alignedTable(tables[place]);
};

/** Tables of the experiments and of the studies. */
export const studyBlocks: Blocks = {
  "mnist-angles": () => studyTable("study/results.csv", "experiment", 0),
  "mnist-scores": () => studyTable("study/results.csv", "experiment", 1),
  "ingredients": () => studyTable("study/results.csv", VARIED),
  "number-of-pairs": () =>
    studyTable("study/results.csv", `${VARIED}: pairs to learn from`),
  "number-of-pairs-law": pairsLaw,
  "other-roots": otherRoots,
  "teaching": teaching,
  "several-experiments": () =>
    studyTable("study/several/results.csv", "experiment"),
  "steps-from-paper": () =>
    recordedTable("study/recorded/steps_from_paper.csv"),
  ...sensitivityBlocks,
  "batch-size-seconds": async () => {
    const [small, usual, large] = await trainingSeconds("batch-size", [
      "64",
      "512",
      "1024",
    ]);
    return paragraph(
      `The generator is found with any batch size. Larger batches give better images and take longer: ${small}, ${usual} and ${large} s of training (\`study/sensitivity/costs.csv\`).`,
    );
  },
  "latent-size-seconds": async () => {
    const [usual, large] = await trainingSeconds("latent-size", ["5", "12"]);
    return paragraph(
      `The latent size changes the autoencoder alone, and the generator is the same to the last bit. A larger code gives no better images within these 1,000 steps. The largest one takes ${large} s of training in place of ${usual} s.`,
    );
  },
  "derivative-leakage": () => derivativeTable(0),
  "derivative-stability": () => derivativeTable(1),
  "derivative-rotation": () => derivativeTable(2),
  "derivative-scaling": () => derivativeTable(3),
};
