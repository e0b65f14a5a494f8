import { group, mean } from "d3-array";
import { csvFormatRows } from "d3-dsv";
import type { ConstraintMetrics } from "./constraint_metrics.ts";

const COLUMNS = [
  "experiment",
  "classifier",
  "flow",
  "labels",
  "seeds",
  "t",
  "errors",
] as const;

/**
 * Formats the mean errors over the seeds along the flow: one row per experiment,
 * classifier, flow and t, by which all test images are moved. t is in the
 * transformation's unit.
 */
export function alongFlowTable(runs: readonly ConstraintMetrics[]): string {
  const taken = runs.flatMap(({ experiment, times, classifiers }) =>
    classifiers.flatMap(({ classifier, source, labels, errors }) =>
      (errors.along ?? []).map((share, i) => ({
        key: [experiment, classifier, source, labels],
        t: times[i],
        share,
      }))
    )
  );
  const all = group(taken, ({ key, t }) => JSON.stringify([...key, t]));
  const rows = Array.from(
    all.values(),
    (seeds) =>
      [
        ...seeds[0].key,
        seeds.length,
        seeds[0].t,
        mean(seeds, ({ share }) => share),
      ].map(String),
  );
  return csvFormatRows([[...COLUMNS], ...rows]) + "\n";
}
