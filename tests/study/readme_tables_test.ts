import { assert, assertEquals } from "@std/assert";
import { csvParse } from "d3";
import { markdownTables } from "#lib/study/markdown_tables.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

/** The cells of all tables of a Markdown text; how wide they are is no matter. */
function tablesOf(text: string): string[][][] {
  const tables: string[][][] = [];
  let inside = false;
  for (const line of text.split("\n")) {
    const row = /^\|(.*)\|$/.exec(line);
    if (row !== null && !inside) tables.push([]);
    inside = row !== null;
    if (row === null || /^[\s|:-]+$/.test(line)) continue;
    tables.at(-1)!.push(
      row[1].split(/(?<!\\)\|/).map((cell) => cell.trim()),
    );
  }
  return tables;
}

Deno.test({
  ...needs(projectFiles),
  name: "the README's tables of MNIST are those of study/results.csv",
  async fn() {
    const wanted = tablesOf(markdownTables(await read("study/results.csv")));
    assertEquals(wanted.length, 2);
    const found = tablesOf(await read("README.md"));
    for (const table of wanted) {
      const [head] = table;
      const same = found.find((other) => other[0].join() === head.join());
      assertEquals(same, table);
    }
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "study/results.csv has at least three seeds of all that it is about",
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
      assert(of.length >= 11, preset);
    }
  },
});

Deno.test("a cell is a mean and its interval, or a dash, of what was not varied", () => {
  const results = `experiment,preset,budget,varied,value,measure,mean,low,high
mnist-shear,stable,standard,,,angle,0.1234,0.1,0.15
mnist-shear,stable,standard,pairs,50,angle,3,2,4
mnist-shear,paper,standard,,,angle,,,
`;
  const [angles, scores] = tablesOf(markdownTables(results));
  assertEquals(angles[1], [
    "`mnist-shear`",
    "0.12° (0.10 to 0.15)",
    "–",
    "–",
    "–",
  ]);
  assertEquals(scores[1].slice(1).every((cell) => cell === "–"), true);
});
