import { assert, assertEquals, assertRejects } from "@std/assert";
import { silentDisplay } from "#lib/display/silent.ts";
import { constraintCatalogue } from "#lib/experiments/constraint/constraint_catalogue.ts";
import { constraintFigures } from "#lib/experiments/constraint/constraint_figures.ts";
import {
  classifiersCsv,
  constraintMetrics,
} from "#lib/experiments/constraint/constraint_metrics.ts";
import type { ConstraintResults } from "#lib/experiments/constraint/constraint_results.ts";
import { runConstraint } from "#lib/experiments/constraint/constraint_run.ts";
import { constraintSummary } from "#lib/experiments/constraint/constraint_plan.ts";
import { classifierKinds } from "#lib/experiments/constraint/classifier_kinds.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobs } from "../../blobs.ts";
import { startTestRuntime } from "../../start_runtime.ts";

const SIDE = 16;
const counts = { train: 120, test: 30 };

const experiment = {
  ...constraintCatalogue[0],
  dataset: {
    name: "blobs",
    imageSize: SIDE ** 2,
    load: (split: "train" | "test") =>
      Promise.resolve(blobs(counts[split], SIDE, randomStream(0, split))),
    labels: (split: "train" | "test") =>
      Promise.resolve(
        Uint8Array.from({ length: counts[split] }, (_, i) => i % 3),
      ),
  },
};

const settings = {
  labels: [20],
  compared: [20],
  tested: 30,
  unlabelled: 20,
  graph: 50,
  pairs: 20,
  along: { images: 5, points: 2 },
  steps: () => 3,
  poseSteps: 3,
};

const spec = { experiment, seed: 1, budget: "quick" } as const;

/** The scores without their seconds. */
const withoutTime = ({ scores }: ConstraintResults) =>
  scores.map(({ seconds: _, ...score }) => score);

Deno.test("a run that was interrupted continues after the last finished classifier, with the same result", async () => {
  const runtime = await startTestRuntime();
  const folder = await Deno.makeTempDir();
  const checkpoint = `${folder}/run.json`;
  const display = silentDisplay();
  const shared = { display, settings };
  try {
    const whole = await runConstraint(spec, runtime, shared);
    const interruption = new AbortController();
    let finished = 0;
    const stopping = {
      ...display,
      progress: () => ({
        update: () => {
          if (++finished === 5) interruption.abort(new Error("enough"));
        },
        finish: () => {},
      }),
    };
    await assertRejects(
      () =>
        runConstraint(spec, runtime, {
          settings,
          checkpoint,
          display: stopping,
          signal: interruption.signal,
        }),
      Error,
      "enough",
    );
    const kept = JSON.parse(await Deno.readTextFile(checkpoint));
    assertEquals(kept.results.scores.length, 5);
    const resumed = await runConstraint(spec, runtime, {
      ...shared,
      checkpoint,
    });
    assertEquals(withoutTime(resumed), withoutTime(whole));
    const times = whole.scores.map(({ seconds }) => seconds);
    assert(times.every((seconds) => seconds > 0));
    assertEquals(resumed.scores.slice(0, 5), kept.results.scores);

    checkContent(whole);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }

  function checkContent(results: ConstraintResults) {
    const { scores, flows } = results;
    // Plain networks are trained once, all others with the three flows.
    assertEquals(scores.length, 2 + 3 * (classifierKinds.length - 2));
    assertEquals(flows.map(({ source }) => source), ["found", "true", "wrong"]);
    assert(flows[1].angleDegrees < 1e-6 && flows[2].angleDegrees > 30);
    for (const { errors } of scores) {
      assert(errors.moved >= 0 && errors.moved <= 1);
    }
    const metrics = constraintMetrics(spec, results, [], runtime);
    assertEquals(metrics.classifiers, scores);
    assert(constraintSummary(metrics).includes("20 labels: "));
    assertEquals(
      classifiersCsv(scores).trim().split("\n").length,
      1 + scores.length,
    );
    const figures = constraintFigures({
      experiment,
      scores,
      times: [],
      intervals: () => null,
    });
    assertEquals(figures.map(({ name }) => name), [
      "errors-over-labels-mlp",
      "errors-over-labels-cnn",
      "errors-over-labels-spread-labels",
    ]);
  }
});
