import { assertEquals } from "@std/assert";
import {
  alongRows,
  alongTable,
  classifierRows,
  experimentsTable,
  flowsTable,
  labelsTable,
} from "../../bench/constraint_tables.ts";

const COLUMNS =
  "experiment,classifier,flow,labels,seeds,errorsUpright,errorsMoved,errorsMovedLow,errorsMovedHigh,interval,overPlain,overAugmented,seconds";

const rowsOf = (lines: readonly string[]) =>
  classifierRows([COLUMNS, ...lines].join("\n"));

Deno.test("the best classifiers of every sort are told apart", () => {
  const names = [
    "plain CNN",
    "augmented MLP",
    "augmented MLP, spread labels",
    "lifted MLP",
    "undone motion, MLP, labels spread along the flow",
  ];
  const rows = rowsOf(
    names.flatMap((name, i) =>
      [30, 100].map((labels) =>
        `constraint-rotation,"${name}",found,${labels},2,0.1,${
          0.5 - i / 10
        },0.01,0.6,range,1,${1 - i / 10},3`
      )
    ),
  );
  assertEquals(experimentsTable(rows).slice(1), [[
    "`constraint-rotation`",
    "100",
    "2",
    "50.0 (plain CNN)",
    "40.0 (augmented MLP)",
    "20.0 (lifted MLP)",
    "10.0 (undone motion, MLP, labels spread along the flow)",
  ]]);
});

/** A row of a classifier whose error is given. */
const line = (name: string, flow: string, labels: number, moved: number) =>
  `constraint-rotation,"${name}",${flow},${labels},5,0.05,${moved},${
    moved - 0.01
  },${moved + 0.01},range of the seeds,1,0.5,3`;

Deno.test("errors stand over the number of labels, with the number that 90 % need", () => {
  const rows = rowsOf([
    ...[100, 1000, 10000].map((n, i) =>
      line("plain CNN", "none", n, 0.6 - i / 10)
    ),
    line("augmented CNN", "found", 100, 0.3),
    line("augmented CNN", "true", 100, 0.01),
    line("augmented CNN", "found", 10000, 0.05),
    line("undone motion, CNN", "found", 100, 0.09),
  ]);
  const [head, ...body] = labelsTable(rows, "constraint-rotation");
  assertEquals(head.slice(1), [
    "100 labels",
    "1,000 labels",
    "10,000 labels",
    "labels for 90 % right",
  ]);
  assertEquals(body, [
    ["plain CNN", "60.0", "50.0", "40.0", "more than 10,000"],
    // 100 * 100 ** ((0.3 - 0.1) / (0.3 - 0.05))
    ["augmented CNN", "30.0", "–", "5.0", "3,981"],
    ["undone motion, CNN", "9.0", "–", "–", "at most 100"],
  ]);
});

Deno.test("a classifier's errors with three flows stand side by side", () => {
  const rows = rowsOf([
    line("plain CNN", "none", 100, 0.6),
    ...["found", "true", "wrong"].map((flow, i) =>
      line("augmented CNN", flow, 100, 0.2 + i / 10)
    ),
    line("augmented CNN", "found", 1000, 0.1),
  ]);
  assertEquals(flowsTable(rows, "constraint-rotation").slice(1), [[
    "augmented CNN",
    "100",
    "5.0",
    "20.0 (19.0 to 21.0)",
    "30.0 (29.0 to 31.0)",
    "40.0 (39.0 to 41.0)",
    "0.50",
  ]]);
});

Deno.test("errors along the flow: the least, the largest, and their difference", () => {
  const rows = alongRows([
    "experiment,classifier,flow,labels,seeds,t,errors",
    ...[0.1, 0.4, 0.2].map((errors, t) =>
      `constraint-rotation-full,plain CNN,none,1000,5,${t},${errors}`
    ),
    "constraint-rotation-full,augmented CNN,wrong,1000,5,0,0.9",
    "constraint-rotation,plain CNN,none,1000,5,0,0.8",
  ].join("\n"));
  assertEquals(alongTable(rows, "constraint-rotation-full").slice(1), [
    ["plain CNN", "10.0", "40.0", "30.0"],
  ]);
});
