import { tablesOf } from "../doc_tables.ts";
import { severalSets, severalTable } from "../several_tables.ts";
import { verdictTables } from "../verdict_tables.ts";
import { alignedTable } from "./aligned_table.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";
import { coverage } from "./coverage.ts";
import { paragraph } from "./paragraph.ts";

const verdictTable = async (place: number): Promise<string> =>
  alignedTable(
    verdictTables(await committed("bench/detect_verdicts.jsonl"))[place],
  );

/** The table in the output of a program. */
const printedTable = async (path: string): Promise<string> =>
  alignedTable(tablesOf(await committed(path))[0]);

const REACH_HEAD = [
  "flow",
  "reach",
  "content",
  "sets",
  "found",
  "within 2 degrees",
  "worst angle, degrees",
];

/** Tables and sentences on what `deno task detect` says. */
export const detectionBlocks: Blocks = {
  "verdict-sums": () => verdictTable(0),
  "verdict-kinds": () => verdictTable(1),
  "verdict-bounds": () => verdictTable(2),
  "reach": async () => {
    const [rows] = tablesOf(await committed("bench/detect_reach.txt"));
    return alignedTable([REACH_HEAD, ...rows]);
  },
  "coverage": async () => {
    const { held, sets, share } = await coverage();
    return paragraph(
      `On pairs that a Python program made, all twelve intervals hold the truth in ${held} of ${sets} sets (${share} %).`,
    );
  },
  "several-sets": async () =>
    alignedTable(
      severalTable(
        severalSets(await committed("bench/several_generators.txt")),
      ),
    ),
  "interpolation": () => printedTable("bench/interpolation.txt"),
  "video": () => printedTable("bench/detect_video.txt"),
  "label-test": () => printedTable("bench/label_calibration.txt"),
  "label-alarms": () => printedTable("bench/label_alarms.txt"),
};
