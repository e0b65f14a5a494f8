import { csvParse, type DSVRowString } from "d3-dsv";
import { max, min } from "d3-array";
import { toDegrees } from "#lib/lie/degrees.ts";
import { scoreWords } from "#lib/study/score_words.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";
import { paragraph } from "./paragraph.ts";
import { listWords, rangeWords } from "./range_words.ts";

/** The rows of a cells.csv of one preset and one variation ("" if nothing is varied). */
async function cellsOf(folder: string, preset: string, varied: string) {
  const rows = csvParse(await committed(`${folder}/cells.csv`));
  return rows.filter((row) => row.preset === preset && row.varied === varied);
}

/** The experiment of which one thing at a time is varied. */
const VARIED = "mnist-rotation-large";

const numbers = (rows: readonly DSVRowString[], measure: string): number[] =>
  rows.filter((row) => row[measure] !== "").map((row) => Number(row[measure]));

/**
 * Degrees between the found and the true generator: at most the first, and nearly all of
 * the generator is found; at least the second, and nearly nothing of it is.
 */
const RIGHT = 1, WRONG = 80;

/** Sentences on the experiments in which seeds of `paper` do not find the generator. */
async function paperSeeds(): Promise<string> {
  const rows = await cellsOf("study", "paper", "");
  const experiments = [...Map.groupBy(rows, ({ experiment }) => experiment)]
    .map(([experiment, rows]) => ({
      experiment,
      angles: numbers(rows, "angle"),
    }))
    .filter(({ angles }) => angles.length > 0);
  const wrong = experiments.filter(({ angles }) => max(angles)! >= WRONG);
  const right = experiments.filter(({ angles }) => max(angles)! <= RIGHT)
    .map(({ experiment }) => `\`${experiment}\``);
  const found = right.length === 0
    ? "no experiment"
    : `${listWords(right)} alone`;
  return paragraph(
    `With at least one seed, \`paper\` ends at more than ${WRONG} degrees in ${wrong.length} of ${experiments.length} experiments. All seeds end within ${RIGHT} degree of the truth in ${found} (\`study/cells.csv\`).`,
  );
}

/** A sentence on the errors of t where angles are of the whole circle. */
async function circleErrors(): Promise<string> {
  const rows = csvParse(await committed("study/recorded/circle.csv"));
  const degrees = rangeWords(
    numbers(rows, "network median radians"),
    (value) => toDegrees(value).toFixed(2),
  );
  const beyond = (estimate: string) =>
    rangeWords(
      numbers(rows, `${estimate} share beyond 20 degrees`),
      (value) => (100 * value).toFixed(2),
    );
  return paragraph(
    `On the circle the median error of the t-network is ${degrees} degrees (seeds 0 to ${
      rows.length - 1
    }), and ${
      beyond("network")
    } % of the pairs are more than 20 degrees off; of the refined t ${
      beyond("refined")
    } % (\`study/recorded/circle.csv\`, from \`onCircle\` in \`metrics.json\`).`,
  );
}

async function curriculumSeeds(): Promise<string> {
  const cells = await cellsOf("study", "without-curriculum", "");
  const rows = cells.filter(({ experiment }) => experiment === VARIED);
  const angles = numbers(rows, "angle");
  const wrong = angles.filter((angle) => angle >= WRONG).length;
  return paragraph(
    `Without the curriculum ${wrong} of ${angles.length} seeds ${
      wrong === 1 ? "ends" : "end"
    } at more than ${WRONG} degrees (\`study/cells.csv\`).`,
  );
}

/** Compares the fewest pairs with the most, by the means of study/results.csv. */
async function fewAndManyPairs(): Promise<string> {
  const rows = csvParse(await committed("study/results.csv"))
    .filter(({ experiment, preset, varied }) =>
      experiment === VARIED && preset === "stable" && varied === "pairs"
    );
  const counts = rows.map(({ value }) => Number(value));
  const ends = [min(counts)!, max(counts)!];
  const [fewest, most] = ends.map((count) => count.toLocaleString("en"));
  const at = (count: number, measure: string, decimals: number): string => {
    const row = rows.find((row) =>
      Number(row.value) === count && row.measure === measure
    );
    return scoreWords(Number(row!.mean), decimals);
  };
  const change = (measure: string) =>
    ends.map((count) => at(count, measure, 4)).join(" to ");
  return paragraph(
    `${fewest} pairs give the generator to ${
      at(ends[0], "angle", 2)
    }° and the refined t to a W1/std of ${
      at(ends[0], "refined W1/std", 4)
    }. The t-network and the images need more: from ${fewest} to ${most} pairs, W1/std of the t-network goes from ${
      change("network W1/std")
    }, and the error of the transformed image from ${
      change("transformed error")
    }.`,
  );
}

async function twiceTheRange(): Promise<string> {
  const cells = await cellsOf(
    "study/sensitivity",
    "without-registration",
    "t-range",
  );
  const rows = cells.filter(({ value }) => value === "2");
  const of = (measure: string, decimals: number) =>
    listWords(
      numbers(rows, measure).map((value) => scoreWords(value, decimals)),
    );
  return paragraph(
    `At twice the range, up to 150 degrees, W1/std of the t-network is ${
      of("network W1/std", 2)
    } with the ${rows.length} seeds, that of the refined t ${
      of("refined W1/std", 4)
    }, and the angle ${of("angle", 2)} degrees.`,
  );
}

async function sixGenerators(): Promise<string> {
  const rows = csvParse(await committed("study/several/cells.csv"));
  const row = rows.find(({ experiment }) => experiment === "mnist-affine")!;
  const two = (measure: string) => Number(row[measure]).toFixed(2);
  return paragraph(
    `One pair of digits does not determine all ${row.generators} parameters well. In \`mnist-affine\` the largest principal angle is ${
      scoreWords(Number(row.angle), 2)
    }°, but one pair in twenty is more than ${
      two("95 % refined distance")
    } pixels off.`,
  );
}

/** Sentences on single seeds of the studies. */
export const seedBlocks: Blocks = {
  "paper-seeds": paperSeeds,
  "circle-errors": circleErrors,
  "curriculum-seeds": curriculumSeeds,
  "few-and-many-pairs": fewAndManyPairs,
  "twice-the-range": twiceTheRange,
  "six-generators": sixGenerators,
};
