import { assertEquals } from "@std/assert";
import {
  classifierRows,
  constraintTables,
} from "../../bench/constraint_tables.ts";

Deno.test("the best classifiers of every sort are told apart", () => {
  const names = [
    "plain CNN",
    "augmented MLP",
    "augmented MLP, spread labels",
    "lifted MLP",
    "undone motion, MLP, labels spread along the flow",
  ];
  const csv = [
    "experiment,classifier,flow,labels,seeds,errorsUpright,errorsMoved,errorsMovedLow,errorsMovedHigh,interval,overPlain,overAugmented,seconds",
    ...names.map((name, i) =>
      `constraint-rotation,"${name}",found,100,2,0.1,${
        0.5 - i / 10
      },0.01,0.6,range,1,${1 - i / 10},3`
    ),
  ].join("\n");
  const [shown, all] = constraintTables(classifierRows(csv));
  assertEquals(shown[3], [
    "augmented MLP, spread labels",
    "found",
    "10.0",
    "30.0 (1.0 to 60.0)",
    "0.80",
  ]);
  assertEquals(all[1], [
    "`constraint-rotation`",
    "100",
    "2",
    "50.0 (plain CNN)",
    "40.0 (augmented MLP)",
    "20.0 (lifted MLP)",
    "10.0 (undone motion, MLP, labels spread along the flow)",
  ]);
});
