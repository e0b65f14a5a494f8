import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { ClassifierScore } from "#lib/experiments/constraint/classifier_scores.ts";
import { constraintTable } from "#lib/experiments/constraint/constraint_table.ts";
import {
  labelCurves,
  labelsNeeded,
} from "#lib/experiments/constraint/label_curves.ts";

const point = (labels: number, mean: number) => ({ labels, mean });

Deno.test("needed labels are interpolated linearly in the logarithm between two points", () => {
  const points = [point(10, 0.5), point(100, 0.3), point(1000, 0.1)];
  assertAlmostEquals(labelsNeeded(points, 0.4)!, 10 ** 1.5, 1e-9);
  assertAlmostEquals(labelsNeeded(points, 0.15)!, 10 ** 2.75, 1e-9);
  assertAlmostEquals(labelsNeeded(points, 0.1)!, 1000, 1e-9);
});

Deno.test("needed labels are the first number if it is enough, and undefined if none is", () => {
  assertEquals(labelsNeeded([point(10, 0.05), point(100, 0.2)], 0.1), 10);
  assertEquals(labelsNeeded([point(10, 0.5), point(100, 0.2)], 0.1), undefined);
  assertEquals(labelsNeeded([], 0.1), undefined);
});

const score = (
  classifier: string,
  labels: number,
  moved: number,
  source: ClassifierScore["source"] = "found",
): ClassifierScore => ({
  classifier,
  source,
  labels,
  parameters: 1,
  steps: 1,
  seconds: 2,
  errors: { upright: moved / 2, moved },
});

const scores = [
  score("plain MLP", 100, 0.6, "none"),
  score("plain MLP", 100, 0.4, "none"),
  score("plain CNN", 100, 0.8, "none"),
  score("augmented MLP", 100, 0.25),
  score("augmented CNN", 100, 0.2),
  score("augmented CNN", 100, 0.01, "wrong"),
  score("lifted MLP", 10, 0.3),
  score("lifted MLP", 100, 0.1),
];

const range = (values: readonly number[]) => ({
  kind: "range" as const,
  low: Math.min(...values),
  high: Math.max(...values),
});

Deno.test("a curve per classifier and flow, ascending, with all seeds of each point", () => {
  const curves = labelCurves(scores, range);
  assertEquals(curves.length, 6);
  const [plain] = curves;
  assertEquals(plain.points, [{
    labels: 100,
    values: [0.6, 0.4],
    mean: 0.5,
    interval: { kind: "range", low: 0.4, high: 0.6 },
  }]);
  assertEquals(curves.at(-1)!.points.map(({ labels }) => labels), [10, 100]);
});

Deno.test("ratios of the table are to the best network of as many labels without a constraint", () => {
  const table = constraintTable(new Map([["turn", scores]]), range);
  const [head, ...rows] = table.trim().split("\n").map((line) =>
    line.split(",")
  );
  const row = rows.find((cells) =>
    cells[1] === "lifted MLP" && cells[3] === "100"
  )!;
  const value = (column: string) => Number(row[head.indexOf(column)]);
  assertAlmostEquals(value("overPlain"), 0.1 / 0.5);
  assertAlmostEquals(value("overAugmented"), 0.1 / 0.2);
  assertEquals(value("seconds"), 2);
});
