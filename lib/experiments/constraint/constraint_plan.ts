import { checkpointFolder } from "../checkpoint_folder.ts";
import type { BudgetName } from "../budgets.ts";
import { planStable } from "../plan_stable.ts";
import type { Listed, Outcome, WorkContext } from "../planned.ts";
import { loadOptionsIn } from "../train_in_work.ts";
import { figureFiles, writeFiles } from "../write_run.ts";
import type { ConstraintExperiment } from "./constraint_catalogue.ts";
import { timesAlong } from "./constraint_data.ts";
import { constraintFigures } from "./constraint_figures.ts";
import {
  classifiersCsv,
  type ConstraintMetrics,
  constraintMetrics,
} from "./constraint_metrics.ts";
import { runConstraint } from "./constraint_run.ts";
import type { ConstraintSpec } from "./constraint_spec.ts";
import { constraintSettings } from "./constraint_settings.ts";

/** An experiment on constrained classifiers, as an entry of `--list`. */
export function listedConstraint(experiment: ConstraintExperiment): Listed {
  const { id, figure, dataset, transformation, distribution } = experiment;
  return {
    id,
    figure,
    dataset: dataset.name,
    transformation: transformation.name,
    distribution: distribution.name,
    plan: planStable(
      "constrained classifiers",
      experiment,
      ({ seed, budget, folder }) => ({
        secondsOn: () => SECONDS[budget],
        run: (context) =>
          runPlanned({ experiment, seed, budget }, folder, context),
      }),
    ),
  };
}

/** Seconds of a run with the WebAssembly product on two cores. */
const SECONDS: Readonly<Record<BudgetName, number>> = {
  quick: 240,
  standard: 1800,
  long: 6000,
};

async function runPlanned(
  spec: ConstraintSpec,
  folder: string,
  context: WorkContext,
): Promise<Outcome> {
  const { out, fresh, runtime, display, signal } = context;
  const { experiment, budget } = spec;
  const results = await runConstraint(spec, runtime, {
    checkpoint: `${checkpointFolder(out)}/${folder.replaceAll("/", "-")}.json`,
    fresh,
    signal,
    display,
    load: loadOptionsIn(context, experiment.dataset.name),
  });
  const times = timesAlong(experiment, constraintSettings[budget].along.points);
  const metrics = constraintMetrics(spec, results, times, runtime);
  const { scores } = results;
  const figures = constraintFigures({
    experiment,
    scores,
    times,
    intervals: () => null,
  });
  await writeFiles(`${out}/${folder}`, [
    ["metrics.json", JSON.stringify(metrics, null, 2) + "\n"],
    ["classifiers.csv", classifiersCsv(scores)],
    ...await figureFiles(figures),
  ]);
  return { metrics, figures, summary: constraintSummary(metrics) };
}

/**
 * Summarises a run in one line: the errors with the most labels that label spreading
 * allows.
 */
export function constraintSummary(
  { generator, classifiers }: ConstraintMetrics,
): string {
  const used = classifiers.filter(({ source }) =>
    source === "none" || source === "found"
  );
  const counts = [...new Set(used.map(({ labels }) => labels))]
    .toSorted((a, b) => a - b);
  const words = counts.map((count) => {
    const own = used.filter(({ labels }) => labels === count);
    const best = own.reduce((a, b) => a.errors.moved <= b.errors.moved ? a : b);
    return `${count} labels: ${
      (100 * best.errors.moved).toFixed(1)
    } % errors on moved images (${best.classifier})`;
  });
  return [
    `generator ${generator.angleDegrees.toFixed(3)} degrees off`,
    ...words,
  ].join("; ");
}
