import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { csvParse } from "d3-dsv";
import { randomStream } from "#lib/random/streams.ts";
import { bootstrap, meanIntervals } from "#lib/evaluation/bootstrap.ts";
import { parseCellsTable } from "#lib/study/read_cells_table.ts";
import { mainPage } from "#lib/study/main_page.ts";
import { markdownTables } from "#lib/study/markdown_tables.ts";
import { scores } from "#lib/study/measures.ts";
import { sensitivityPages } from "#lib/study/sensitivity_pages.ts";
import { summarise } from "#lib/study/summary.ts";
import { cellsHead, summaryCsv } from "#lib/study/tables.ts";

const angleOf = (seed: number, scale = 1) => scale * (1 + ((7 * seed) % 5));

/** The summaries of a cells.csv whose only score is an angle for every seed. */
function summariesOf(
  conditions: readonly {
    readonly preset?: string;
    readonly pairs?: string;
    readonly seeds: number;
    readonly scale?: number;
  }[],
) {
  const lines = conditions.flatMap((
    { preset = "stable", pairs = "", seeds, scale },
  ) =>
    Array.from({ length: seeds }, (_, seed) => {
      const varied = pairs === "" ? "," : `pairs,${pairs}`;
      const empty = ",".repeat(scores.length - 1);
      return `mnist-shear,${preset},quick,${varied},${seed},${
        angleOf(seed, scale)
      }${empty}`;
    })
  );
  const text = [cellsHead(scores).join(), ...lines].join("\n");
  return parseCellsTable(text, "cells.csv").conditions.map(summarise);
}

Deno.test("results.csv says of each row whether it has a range or an interval", () => {
  const summaries = summariesOf([
    { preset: "paper", seeds: 1 },
    { preset: "stable", seeds: 9 },
    { preset: "without-taper", seeds: 10 },
  ]);
  const rows = csvParse(summaryCsv(summaries, scores))
    .filter(({ measure }) => measure === "angle");
  assertEquals(rows.map(({ preset, interval }) => [preset, interval]), [
    ["paper", ""],
    ["stable", "range of the seeds"],
    ["without-taper", "95 % bootstrap interval"],
  ]);
  const [one, nine, ten] = rows;
  assertEquals([one.low, one.high], ["", ""]);
  assertEquals([nine.low, nine.high], ["1", "5"]);
  const angles = Array.from({ length: 10 }, (_, seed) => angleOf(seed));
  const wanted = meanIntervals(
    randomStream(0, "bootstrap", "mnist-shear/without-taper/quick"),
  )(angles)!;
  assertEquals([Number(ten.low), Number(ten.high)], [wanted.low, wanted.high]);
  assert(wanted.low > 1 && wanted.high < 5);

  const tables = markdownTables(summaryCsv(summaries, scores));
  assertStringIncludes(tables, "(1.00 to 5.00)");
  assertStringIncludes(
    tables,
    `(95 %: ${wanted.low.toFixed(2)} to ${wanted.high.toFixed(2)})`,
  );
});

Deno.test("the page of scores names a range and an interval as such", () => {
  const summaries = summariesOf([
    { preset: "stable", seeds: 3 },
    { preset: "paper", seeds: 12 },
  ]);
  const { text: [note], sections: [{ table }] } = mainPage(summaries, []);
  assertStringIncludes(note, "the range of the seeds");
  assertStringIncludes(note, "from 10 seeds on the 95 % bootstrap interval");
  const cells = table!.rows.map(({ cells }) => cells.at(-1)!).toSorted();
  assertEquals(cells.length, 2);
  // The angles of seeds 0, 1 and 2 are 1, 3 and 5.
  assert(cells.includes("3.00° (range 1.00 to 5.00; median 3.00)"), `${cells}`);
  assert(cells.some((cell) => /° \(95 % \d/.test(cell)), `${cells}`);
});

Deno.test("an exponent has an interval only from ten runs on", () => {
  const lawOf = (seeds: number) => {
    const summaries = summariesOf(
      ["50", "500", "5000"].map((pairs) => ({
        pairs,
        seeds,
        scale: Number(pairs) ** -0.5,
      })),
    );
    const [{ sections }] = sensitivityPages(summaries);
    return sections[0].text[0];
  };
  assertStringIncludes(lawOf(3), "power of −0.50 (9 runs).");
  assert(
    /power of −0\.\d\d \(95 % bootstrap interval −\d\.\d\d to −\d\.\d\d, 12 runs\)\.$/
      .test(lawOf(4)),
    lawOf(4),
  );
  assertEquals(bootstrap(1, randomStream(0, "b"), () => 1), null);
});
