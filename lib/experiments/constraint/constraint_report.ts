import { group } from "d3-array";
import { seedIntervals } from "../../evaluation/seed_interval.ts";
import type { Figure } from "../../figures/figure.ts";
import { randomStream } from "../../random/streams.ts";
import type { AnyMetrics } from "../planned.ts";
import { alongFlowTable } from "./along_flow_table.ts";
import { constraintCatalogue } from "./constraint_catalogue.ts";
import { constraintFigures } from "./constraint_figures.ts";
import type { ConstraintMetrics } from "./constraint_metrics.ts";
import { constraintTable } from "./constraint_table.ts";

/** The figures and tables of a report about constrained classifiers, over all seeds. */
export interface ConstraintReport {
  /** Figures of experiments with several seeds; names begin with the experiment's id. */
  readonly figures: readonly Figure[];
  /** CSV files by their names; there are none if there is no such experiment. */
  readonly tables: readonly (readonly [name: string, csv: string])[];
}

/** Makes the report of all finished runs on constrained classifiers. */
export function constraintReport(
  finished: readonly AnyMetrics[],
): ConstraintReport {
  const own = finished.filter((metrics): metrics is ConstraintMetrics =>
    "classifiers" in metrics
  );
  if (own.length === 0) return { figures: [], tables: [] };
  const intervals = seedIntervals(randomStream(0, "constraint", "intervals"));
  const experiments = group(own, ({ experiment }) => experiment);
  const scores = new Map(
    Array.from(experiments, ([id, runs]) => [
      id,
      runs.flatMap(({ classifiers }) => classifiers),
    ]),
  );
  const figures = constraintCatalogue.flatMap((experiment) => {
    const runs = experiments.get(experiment.id) ?? [];
    if (runs.length < 2) return [];
    const { times } = runs[0];
    return constraintFigures({
      experiment,
      scores: scores.get(experiment.id)!,
      times,
      intervals,
    }).map((figure) => ({
      ...figure,
      name: `${experiment.id}-${figure.name}`,
    }));
  });
  return {
    figures,
    tables: [
      ["constrained-classifiers.csv", constraintTable(scores, intervals)],
      ["constrained-along-flow.csv", alongFlowTable(own)],
    ],
  };
}
