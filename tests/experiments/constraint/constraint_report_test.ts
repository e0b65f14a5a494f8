import { assert, assertEquals } from "@std/assert";
import type { ClassifierScore } from "#lib/experiments/constraint/classifier_scores.ts";
import { constraintCatalogue } from "#lib/experiments/constraint/constraint_catalogue.ts";
import { constraintMetrics } from "#lib/experiments/constraint/constraint_metrics.ts";
import { constraintReport } from "#lib/experiments/constraint/constraint_report.ts";
import { startTestRuntime } from "../../start_runtime.ts";

const [experiment] = constraintCatalogue;
const terms = experiment.basis.terms.length;

const score = (
  classifier: string,
  labels: number,
  moved: number,
  first = 0,
): ClassifierScore => ({
  classifier,
  source: classifier === "plain CNN" ? "none" : "found",
  labels,
  parameters: 10,
  steps: 5,
  seconds: 1,
  errors: {
    upright: 0.125,
    moved,
    ...labels === 1000 ? { along: [first, 0.25] } : {},
  },
});

async function metricsOf(seed: number, first = 0) {
  const runtime = await startTestRuntime();
  const scores = [
    score("plain CNN", 100, 0.5 + seed / 100),
    score("undone motion, CNN", 100, 0.2),
    score("undone motion, CNN", 1000, 0.05, first),
  ];
  const alpha = Array.from({ length: terms }, (_, i) => i === 0 ? 1 : 0);
  return constraintMetrics(
    { experiment, seed, budget: "quick" },
    {
      scores,
      flows: [{ source: "found", alpha, angleDegrees: 0.5, times: [1] }],
    },
    [-1, 1],
    runtime,
  );
}

Deno.test("labels for 90 % are interpolated, or null if they are not reached", async () => {
  const { labelsFor90Percent, training } = await metricsOf(0);
  const [plain, undone] = labelsFor90Percent;
  assertEquals(plain.labels, null);
  assert(Math.abs(undone.labels! - 100 * 10 ** (2 / 3)) < 1e-6);
  assertEquals(training, { steps: 15, seconds: 3 });
});

Deno.test("several seeds get figures and a table with the range of the seeds", async () => {
  const runs = await Promise.all([0, 1, 2].map(metricsOf));
  const { figures, tables } = constraintReport(runs);
  const [[name, table]] = tables;
  assertEquals(name, "constrained-classifiers.csv");
  assertEquals(figures.map(({ name }) => name), [
    `${experiment.id}-errors-over-labels-cnn`,
    `${experiment.id}-errors-along-flow-cnn`,
  ]);
  const row = table.split("\n").find((line) => line.includes(",plain CNN,"))!;
  assertEquals(row.split(",").slice(1, 10), [
    "plain CNN",
    "none",
    "100",
    "3",
    "0.125",
    "0.51",
    "0.5",
    "0.52",
    "range of the seeds",
  ]);
});

Deno.test("errors along the flow are means of the seeds, for every t", async () => {
  const runs = await Promise.all([0, 1].map((seed) => metricsOf(seed, seed)));
  const { tables } = constraintReport(runs);
  const [, [name, table]] = tables;
  assertEquals(name, "constrained-along-flow.csv");
  assertEquals(table.trimEnd().split("\n").slice(1), [
    `${experiment.id},"undone motion, CNN",found,1000,2,-1,0.5`,
    `${experiment.id},"undone motion, CNN",found,1000,2,1,0.25`,
  ]);
});

Deno.test("one seed gets tables and no figure of several; other runs get nothing", async () => {
  const { figures, tables } = constraintReport([await metricsOf(0)]);
  assertEquals(figures, []);
  assertEquals(tables.length, 2);
  assertEquals(constraintReport([]), { figures: [], tables: [] });
});
