import { max, mean } from "d3-array";
import { csvParse, type DSVRowArray } from "d3-dsv";
import { scoreWords } from "#lib/study/score_words.ts";
import { SHOWN, usual } from "../constraint_tables.ts";
import type { DocTable } from "../doc_tables.ts";
import { severalSets } from "../several_tables.ts";
import { number } from "../table_text.ts";
import { hasFlow, setsIn } from "../verdict_sets.ts";
import { committed } from "./committed.ts";
import { constraintRows, fewestErrors } from "./constraint_blocks.ts";
import { coverage } from "./coverage.ts";
import { rangeWords } from "./range_words.ts";
import { registrationRows } from "./timing_blocks.ts";

/** The means of a measure over the seeds, one per experiment. */
function meansOf(
  rows: DSVRowArray,
  preset: string,
  measure: string,
  experiments: ReadonlySet<string>,
): number[] {
  return rows.filter((row) =>
    row.preset === preset && row.measure === measure && row.varied === "" &&
    row.mean !== "" && experiments.has(row.experiment)
  ).map((row) => Number(row.mean));
}

async function experimentRows(): Promise<string[][]> {
  const rows = csvParse(await committed("study/results.csv"));
  // The experiments that all four methods were tried on.
  const experiments = new Set(
    rows.filter(({ preset, mean }) => preset === "registration" && mean !== "")
      .map(({ experiment }) => experiment),
  );
  const seeds = rangeWords(
    rows.filter(({ preset, experiment, measure, varied }) =>
      ["stable", "paper", "first-order", "registration"].includes(preset) &&
      measure === "angle" && varied === "" && experiments.has(experiment)
    ).map(({ seeds }) => Number(seeds)),
    String,
  );
  const angle = (preset: string) =>
    `${scoreWords(max(meansOf(rows, preset, "angle", experiments))!, 2)}°`;
  const distance = (preset: string, measure: string) =>
    scoreWords(mean(meansOf(rows, preset, measure, experiments))!, 4);
  return [[
    `Angle between the found and the true generator: the largest of ${experiments.size} experiments, each the mean of ${seeds} seeds`,
    angle("stable"),
    `${angle("paper")} by the paper's method, ${
      angle("first-order")
    } by first derivatives, ${
      angle("registration")
    } by registration without networks`,
  ], [
    "t of a new pair from the t-network: W1/std, mean of these experiments",
    distance("stable", "network W1/std"),
    `${distance("paper", "network W1/std")} by the paper's method`,
  ], [
    "The same t refined on the pair's pixels: W1/std",
    distance("stable", "refined W1/std"),
    `${distance("paper", "refined W1/std")} by the paper's generator, ${
      distance("stable", "normal W1/std")
    } by a normal distribution`,
  ]];
}

async function severalRow(): Promise<string[]> {
  const sets = severalSets(await committed("bench/several_generators.txt"));
  const right = sets.filter(({ isRight }) => isRight).length;
  const largest = max(sets, ({ degrees }) => degrees)!.toFixed(2);
  return [
    "Sets moved by 2 to 6 generators: number of generators right; largest principal angle between the found and the true space",
    `${right} of ${sets.length}; at most ${largest}°`,
    "–",
  ];
}

async function verdictRow(): Promise<string[]> {
  const sets = setsIn(await committed("bench/detect_verdicts.jsonl"));
  const counts = [true, false].map((flow) => {
    const some = sets.filter((set) => hasFlow(set) === flow);
    const found = some.filter(({ verdict }) => verdict === "found").length;
    return `${found} of ${some.length}`;
  });
  return [
    "Sets of pairs that one flow moved: verdict “found”",
    counts[0],
    `${counts[1]} sets without a flow`,
  ];
}

async function coverageRow(): Promise<string[]> {
  const { held, sets, share } = await coverage();
  return [
    "Sets in which all 95 % intervals hold the truth",
    `${held} of ${sets} (${share} %)`,
    "95 % intended",
  ];
}

async function registrationRow(): Promise<string[]> {
  const own = (await registrationRows()).filter(({ side, count, flow }) =>
    side === 28 && count === 300 && flow === "rotation"
  );
  const measure = own.find(({ way }) => way.name === "affine basis")!;
  const ecc = own.filter(({ way }) => way.peer === "ecc")
    .filter(({ angles }) => angles.median != null)
    .reduce((a, b) => a.angles.median! <= b.angles.median! ? a : b);
  const two = (value: number) => String(Number(value.toPrecision(2)));
  return [
    "300 rotated scenes of 28 x 28 pixels: angle, and time per pair",
    `${two(measure.angles.joint!)}°, ${number(measure.ms?.median)} ms`,
    `${two(ecc.angles.median!)}°, ${number(ecc.ms?.median)} ms by OpenCV's ECC`,
  ];
}

async function constraintRow(): Promise<string[]> {
  const rows = usual(await constraintRows(), SHOWN)
    .filter(({ labels }) => labels === 100);
  const percent = (isOfKind: (name: string) => boolean) =>
    `${(100 * fewestErrors(rows, isOfKind).moved).toFixed(1)} %`;
  return [
    "Errors on rotated digits, with 100 labels",
    percent(() => true),
    `${
      percent((name) => /^augmented [A-Z]+$/.test(name))
    } by an augmented CNN, ${
      percent((name) => name === "plain CNN")
    } by a plain one`,
  ];
}

/** The README's table: the best numbers, and what they are compared with. */
export const bestNumbers = async (): Promise<DocTable> => [
  ["what was measured", "this project", "compared with"],
  ...await experimentRows(),
  await verdictRow(),
  await coverageRow(),
  await severalRow(),
  await registrationRow(),
  await constraintRow(),
];
