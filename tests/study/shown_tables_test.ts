import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { csvParse } from "d3-dsv";
import { markdownTables } from "#lib/study/markdown_tables.ts";
import { scores, severalScores } from "#lib/study/measures.ts";
import { parseCellsTable } from "#lib/study/read_cells_table.ts";
import { summarise } from "#lib/study/summary.ts";
import { cellsCsv, summaryCsv } from "#lib/study/tables.ts";
import { tablesOf } from "../../bench/doc_tables.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

Deno.test({
  ...needs(projectFiles),
  name: "study/results.csv has at least three seeds of every condition",
  async fn() {
    const rows = csvParse(await read("study/results.csv"));
    const explained = rows.filter(({ measure }) =>
      measure === "explained by the flow"
    );
    for (const { experiment, preset, seeds, missing } of explained) {
      assert(Number(seeds) >= 3, `${experiment}, ${preset}: ${seeds}`);
      assertEquals(missing, "0", `${experiment}, ${preset}`);
    }
    for (const preset of ["stable", "paper"]) {
      const of = explained.filter((row) => row.preset === preset);
      assert(of.length >= 15, preset);
    }
  },
});

for (
  const folder of [
    "study",
    "study/sensitivity",
    "study/derivative",
    "study/several",
  ]
) {
  Deno.test({
    ...needs(projectFiles),
    name:
      `${folder}/results.csv is what study:report makes of the cells.csv beside it`,
    async fn() {
      const path = `${folder}/cells.csv`;
      const text = await read(path);
      const { conditions } = parseCellsTable(text, path);
      const summarised = conditions.map(summarise);
      assertEquals(cellsCsv(summarised), text);
      const results = await read(`${folder}/results.csv`);
      const measured = [...scores, ...severalScores];
      assertEquals(summaryCsv(summarised, measured), results);
    },
  });
}

Deno.test({
  ...needs(projectFiles),
  name: "no figure of docs/ calls a range of seeds a 95 % interval",
  fn: noFalseInterval,
});

async function noFalseInterval(): Promise<void> {
  for (
    const figure of [
      "study-angles",
      "sensitivity-t-range",
      "sensitivity-weight-sparsity",
    ]
  ) {
    const svg = await read(`docs/${figure}.svg`);
    assertStringIncludes(svg, "range of the seeds</text>", figure);
    assertEquals(svg.includes("95 %"), false, figure);
  }
}

Deno.test("a cell is a mean and its interval, or a dash; a row without numbers is left out", () => {
  const results = `experiment,preset,budget,varied,value,measure,mean,low,high
mnist-shear,stable,standard,,,angle,0.1234,0.1,0.15
mnist-shear,paper,standard,,,angle,,,
mnist-null,stable,standard,,,angle,,,
mnist-null,stable,standard,,,refined W1/std,0.5,0.4,0.6
`;
  assertEquals(tablesOf(markdownTables(results)).map(([, ...rows]) => rows), [
    [["`mnist-shear`", "0.12° (0.10 to 0.15)", "–", "–", "–"]],
    [["`mnist-null`", "–", "–", "–", "0.5000", "–", "–", "–", "–", "–"]],
  ]);
});

Deno.test("experiments with several generators have their own table, in the catalogue's order", () => {
  const results = `experiment,preset,budget,varied,value,measure,mean,low,high
mnist-rigid,stable,quick,,,generators,3,,
mnist-rigid,stable,quick,,,angle,0.0021,,
mnist-rotation-or-scaling,stable,quick,,,generators,2,,
mnist-rotation-or-scaling,stable,quick,,,median refined distance,0.00091,,
`;
  const [[head, ...rows], ...others] = tablesOf(markdownTables(results));
  assertEquals(others, []);
  assertEquals(head.slice(0, 4), [
    "experiment",
    "generators",
    "largest principal angle",
    "matched: median distance, px",
  ]);
  assertEquals(rows.map((row) => row.slice(0, 4)), [
    ["`mnist-rotation-or-scaling`", "2", "–", "0.0009"],
    ["`mnist-rigid`", "3", "0.002°", "–"],
  ]);
});

Deno.test("an ingredient's row is named by what it changes, and follows stable's", () => {
  const results = `experiment,preset,budget,varied,value,measure,mean,low,high
mnist-shear,without-taper,standard,,,angle,3,2,4
mnist-shear,without-taper,standard,,,network W1/std,0.2,0.1,0.3
mnist-shear,stable,standard,,,angle,1,1,1
mnist-spiral,stable,standard,,,angle,2,2,2
`;
  const [, ingredients] = tablesOf(markdownTables(results));
  assertEquals(ingredients, [
    [
      "`mnist-shear`",
      "angle",
      "t-network: W1/std",
      "refined t: W1/std",
      "error: transformed",
    ],
    ["`stable`", "1.00° (1.00 to 1.00)", "–", "–", "–"],
    [
      "no taper: the field ends at the frame",
      "3.00° (2.00 to 4.00)",
      "0.2000",
      "–",
      "–",
    ],
  ]);
});

Deno.test("a varied option has a row for each of its values, in ascending order", () => {
  const results = `experiment,preset,budget,varied,value,measure,mean,low,high
mnist-shear,stable,standard,,,angle,1,1,1
mnist-shear,stable,standard,pairs,500,angle,2,2,2
mnist-spiral,stable,standard,pairs,500,angle,4,4,4
mnist-shear,stable,standard,pairs,50,angle,3,3,3
mnist-shear,paper,standard,pairs,50,angle,60,60,60
`;
  const [, shear, spiral] = tablesOf(markdownTables(results));
  assertEquals(shear.map(([name, angle]) => [name, angle]), [
    ["`mnist-shear`: pairs to learn from", "angle"],
    ["50", "3.00° (3.00 to 3.00)"],
    ["500", "2.00° (2.00 to 2.00)"],
  ]);
  assertEquals(spiral.slice(1), [[
    "500",
    "4.00° (4.00 to 4.00)",
    ...["–", "–", "–"],
  ]]);
});

Deno.test("the run with nothing varied is shown in the row of the default value", () => {
  const results = `experiment,preset,budget,varied,value,measure,mean,low,high
mnist-shear,stable,standard,,,angle,1,1,1
mnist-shear,stable,quick,,,angle,9,9,9
mnist-spiral,stable,standard,,,angle,8,8,8
mnist-shear,stable,standard,batch-size,64,angle,2,2,2
mnist-shear,stable,standard,batch-size,1024,angle,3,3,3
mnist-shear,stable,standard,interpolation,nearest,angle,4,4,4
mnist-shear,stable,standard,noise,0.0,angle,5,5,5
`;
  const angles = tablesOf(markdownTables(results)).slice(1)
    .map(([, ...rows]) => rows.map(([value, angle]) => [value, angle[0]]));
  assertEquals(angles, [
    [["64", "2"], ["128", "1"], ["1024", "3"]],
    // The table already has a row of the default noise.
    [["0.0", "5"]],
    [["bilinear", "1"], ["nearest", "4"]],
  ]);
});
