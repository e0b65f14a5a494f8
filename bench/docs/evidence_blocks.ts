import { max } from "d3-array";
import { tablesOf } from "../doc_tables.ts";
import { severalSets } from "../several_tables.ts";
import { hasFlow, setsIn } from "../verdict_sets.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";
import { paragraph } from "./paragraph.ts";
import { listWords, rangeWords } from "./range_words.ts";

const VIDEO = "bench/detect_video.txt";

/** The rows of the table in a file. */
const rowsOf = async (path: string): Promise<string[][]> =>
  tablesOf(await committed(path))[0].slice(1);

async function verdictCount(): Promise<string> {
  const sets = setsIn(await committed("bench/detect_verdicts.jsonl"));
  const kinds = new Set(sets.map(({ kind }) => kind)).size;
  const videos = new Set((await rowsOf(VIDEO)).map(([video]) => video)).size;
  const withFlow = sets.filter(hasFlow).length;
  return paragraph(
    `Verdicts were measured on ${sets.length} sets of ${kinds} kinds, ${withFlow} of them with a flow, and on ${videos} videos. Their error rates are known no better than that.`,
  );
}

const MISS =
  /^\d+: (?:\w+) (\w+) (\d+)x(\d+) noise ([\d.]+) pairs \d+: ([\d.]+) degrees off, .* OUTSIDE$/;

/** The longer side of a small image, pixels, at most. */
const SMALL = 12;

/** Sentences on the sets in bench/detect_coverage.txt whose intervals miss the truth. */
async function coverageMisses(): Promise<string> {
  const lines = (await committed("bench/detect_coverage.txt")).split("\n")
    .filter((line) => line.endsWith("OUTSIDE"));
  const misses = lines.map((line) => {
    const [, flow, width, height, noise, degrees] = MISS.exec(line)!;
    return {
      flow,
      side: Math.max(Number(width), Number(height)),
      noise: Number(noise),
      degrees: Number(degrees),
    };
  });
  const exact = misses.filter(({ noise }) => noise === 0);
  const shifted = exact.filter(({ flow }) => flow === "shift").length;
  const small = misses.filter(({ noise, side }) => noise > 0 && side <= SMALL);
  const off = rangeWords(
    small.map(({ degrees }) => degrees),
    (value) => value.toFixed(0),
  );
  return paragraph(
    `Of the ${misses.length} sets that miss the truth, ${exact.length} have no noise, and ${shifted} of these are shifted. The intervals are so narrow there that they do not cover the bias by content that enters over the edge. ${small.length} have noise and images of at most ${SMALL} pixels per side; their generators are ${off} degrees from the true ones.`,
  );
}

const FLOW_WORDS: Readonly<Record<string, string>> = {
  "turn": "rotations by",
  "shift": "shifts by",
  "growth": "scalings by a",
  "shear": "shears by",
  "special conformal": "special conformal flows by",
};

/** A sentence on the largest reach of each flow up to which all sets are found. */
async function reachWords(): Promise<string> {
  const tables = tablesOf(await committed("bench/detect_reach.txt"));
  const flows = Map.groupBy(tables[0], ([flow]) => flow);
  const found = [...flows].map(([flow, rows]) => {
    const missed = rows.findIndex(([, , , sets, found]) => sets !== found);
    // The reaches grow from row to row, each with several kinds of content.
    const [, reach] = missed < 0
      ? rows.at(-1)!
      : rows.findLast(([, reach], i) =>
        i < missed && reach !== rows[missed][1]
      )!;
    return `${FLOW_WORDS[flow]} ${reach.replace("factor", "factor of")}`;
  });
  return paragraph(`All sets are found up to ${listWords(found)}.`);
}

/** Sentences on verdicts on whole videos. */
async function wholeVideos(): Promise<string> {
  const lines = (await committed(VIDEO)).split("\n")
    .filter((line) => line.includes(" | whole | ") && !line.startsWith("|"));
  const having = (verdict: string) =>
    lines.filter((line) => line.split(" | ")[3] === verdict);
  const numbers = (lines: readonly string[], form: RegExp) =>
    lines.map((line) => Number(form.exec(line)![1]));
  const weak = having("weak");
  const still = having("not-identifiable");
  const whole = (value: number) => value.toFixed(0);
  const explained = rangeWords(numbers(weak, /explains (\d+) %/), whole);
  const width = rangeWords(
    numbers(weak, /± ([\d.]+),/),
    (value) => value.toFixed(1),
  );
  const change = max(numbers(still, /change is (\d+) %/))!;
  return paragraph(
    `**The videos as they are** are "found" in ${
      having("found").length
    } of ${lines.length} rows. ${weak.length} are "weak": one flow explains ${explained} % of the little that changes, and the widest interval of a coefficient is ± ${width}. ${still.length} are "not identifiable": at most ${change} % of the picture's variation changes. Most of such a picture stands still, which the reason does not say. Scenes with cuts between them have no common generator.`,
  );
}

/** The video with several scenes. */
const STREET = "bikes";

/** Sentences on verdicts on videos behind a window that moves. */
async function windows(): Promise<string> {
  const rows = (await rowsOf(VIDEO)).filter(([, seen]) => seen !== "whole");
  const [street, others] = [true, false].map((is) =>
    rows.filter(([video]) => (video === STREET) === is)
  );
  const found = (rows: readonly string[][]) =>
    rows.filter(([, , , verdict]) => verdict === "found");
  const degrees = (rows: readonly string[][]) =>
    rows.map((row) => Number(row.at(-1)));
  const one = (value: number) => value.toFixed(1);
  const ways = street.map(([, seen, , verdict, , , angle]) =>
    `where it is ${seen}, the verdict is "${verdict}", ${
      one(Number(angle))
    } degrees off`
  );
  return paragraph(
    `**The window in front of the man and of the rabbit:** ${
      found(others).length
    } of ${others.length} motions are found, with angles of ${
      rangeWords(degrees(found(others)), one)
    } degrees. **The window in front of the street scenes:** ${
      ways.join("; ")
    }. Some pairs are of two scenes, and in others a bus fills the window. The generator is fitted without the pairs that match much worse than most, but here half of the pairs are disturbed.`,
  );
}

async function severalWords(): Promise<string> {
  const sets = severalSets(await committed("bench/several_generators.txt"));
  const wrong = sets.filter(({ isRight }) => !isRight);
  const verdicts = [...new Set(wrong.map(({ verdict }) => `"${verdict}"`))];
  return paragraph(
    `The number of generators is right in ${
      sets.length - wrong.length
    } of ${sets.length} sets. ${
      wrong.length === 0
        ? ""
        : `The verdict on the ${wrong.length === 1 ? "other" : "others"} is ${
          listWords(verdicts)
        }.`
    }`,
  );
}

/** A sentence on the bias where no kernel of the match made the pairs. */
async function interpolationBias(): Promise<string> {
  const rows = (await rowsOf("bench/interpolation.txt"))
    .filter(([, made]) => made.startsWith("band-limited"));
  const angles = rangeWords(
    rows.map((row) => parseFloat(row.at(-1)!)),
    (value) => value.toFixed(2),
  );
  return paragraph(
    `Where the kernel is none of the four, as for band-limited pairs and for images of a camera, the bias in the last column remains: ${angles} degrees for these pairs.`,
  );
}

/** Sentences on what detection was measured on. */
export const evidenceBlocks: Blocks = {
  "verdict-count": verdictCount,
  "coverage-misses": coverageMisses,
  "reach-words": reachWords,
  "whole-videos": wholeVideos,
  "window-videos": windows,
  "several-words": severalWords,
  "interpolation-bias": interpolationBias,
};
