import { assertEquals, assertThrows } from "@std/assert";
import { csvParse } from "d3-dsv";
import { UserError } from "#lib/runtime/errors.ts";
import { scores, severalScores } from "#lib/study/measures.ts";
import { parseCellsTable } from "#lib/study/read_cells_table.ts";
import { summarise } from "#lib/study/summary.ts";
import { cellsCsv, cellsHead, summaryCsv } from "#lib/study/tables.ts";

const HEAD = cellsHead(scores).join();
/** Numbers 0.5, 1.5, ... in all columns but the first, which is empty. */
const NUMBERS = scores.map((_, i) => i === 0 ? "" : String(i + 0.5)).join();

const table = (...lines: readonly string[]) => [HEAD, ...lines, ""].join("\n");

Deno.test("a cells.csv stays the same when it is read and written again", () => {
  const text = table(
    `mnist-shear,paper,quick,,,0,${NUMBERS}`,
    `mnist-shear,stable,quick,,,0,${NUMBERS}`,
    `mnist-shear,stable,quick,,,2,${NUMBERS}`,
    `mnist-shear,stable,quick,pairs,50,1,${NUMBERS}`,
  );
  const { conditions, failures } = parseCellsTable(text, "cells.csv");
  assertEquals(cellsCsv(conditions), text);
  assertEquals(failures, undefined);
  assertEquals(
    conditions.map(({ preset, variation, seeds, missing }) => [
      preset,
      variation?.value,
      seeds,
      missing,
    ]),
    [
      ["paper", undefined, [0], 0],
      ["stable", undefined, [0, 2], 1],
      ["stable", "50", [1], 1],
    ],
  );
  assertEquals(conditions[0].values["angle"], [null]);
  assertEquals(conditions[0].values["|cos|"], [1.5]);
  assertEquals(conditions[0].values["training seconds"], [null]);
});

Deno.test("cells of several generators have columns of their own, and rows in results.csv", () => {
  const all = [...scores, ...severalScores];
  const own = severalScores.map((_, i) => String(i + 2)).join();
  const text = [
    cellsHead(all).join(),
    `mnist-rigid,stable,quick,,,0,${NUMBERS},${own}`,
    `mnist-shear,stable,quick,,,0,${NUMBERS},${
      severalScores.map(() => "").join()
    }`,
    "",
  ].join("\n");
  const { conditions } = parseCellsTable(text, "cells.csv");
  assertEquals(cellsCsv(conditions), text);
  const results = csvParse(summaryCsv(conditions.map(summarise), all));
  const measuresOf = (id: string) =>
    results.filter(({ experiment }) => experiment === id)
      .map(({ measure, mean }) => [measure, mean]);
  assertEquals(measuresOf("mnist-shear").length, scores.length);
  assertEquals(
    measuresOf("mnist-rigid").slice(scores.length),
    severalScores.map(({ name }, i) => [name, String(i + 2)]),
  );
});

const wrong: readonly (readonly [string, string, string])[] = [
  ["an empty file", "", "found nothing"],
  ["another table", "a,b\n1,2\n", "found a, b"],
  [
    "a seed that is none",
    table(`a,b,c,,,-1,${NUMBERS}`),
    'line 2: expected a seed, found "-1"',
  ],
  [
    "a word for a number",
    table(
      `a,b,c,,,0,${NUMBERS}`,
      `a,b,c,,,1,${NUMBERS}`.replace("1.5", "much"),
    ),
    'line 3: expected a number or nothing, found "much"',
  ],
  [
    "too few columns",
    table("a,b,c,,,0"),
    `line 2: expected ${cellsHead(scores).length} columns, found 6`,
  ],
  [
    "a cell twice",
    table(`a,b,c,,,3,${NUMBERS}`, `a,b,c,,,3,${NUMBERS}`),
    "found two of a, b with seed 3",
  ],
];

for (const [what, text, message] of wrong) {
  Deno.test(`${what} is no cells.csv`, () => {
    const { message: found } = assertThrows(
      () => parseCellsTable(text, "t.csv"),
      UserError,
      message,
    );
    assertEquals(found.startsWith("t.csv: "), true, found);
  });
}
