import { csvFormatRows } from "d3-dsv";
import type { Runtime } from "../../runtime/runtime.ts";
import { projectField } from "../../lie/basis.ts";
import { type RunFacts, runFacts } from "../metrics.ts";
import type { ClassifierScore } from "./classifier_scores.ts";
import type { ConstraintResults, FlowScore } from "./constraint_results.ts";
import type { ConstraintSpec } from "./constraint_spec.ts";
import { labelCurves, labelsNeeded } from "./label_curves.ts";

/** The content of metrics.json of a run on constrained classifiers. */
export interface ConstraintMetrics extends Omit<RunFacts, "model"> {
  readonly preset: "stable";
  readonly generator: {
    readonly basis: string;
    readonly terms: readonly string[];
    readonly estimated: readonly number[];
    readonly true: readonly number[];
    readonly angleDegrees: number;
  };
  readonly flows: readonly FlowScore[];
  readonly classifiers: readonly ClassifierScore[];
  /**
   * Number of labels for an error of `REACHED` on moved images; null if it is not
   * reached.
   */
  readonly labelsFor90Percent: readonly {
    readonly classifier: string;
    readonly labels: number | null;
  }[];
  /** t at which errors along the flow were taken, in the transformation's unit. */
  readonly times: readonly number[];
  readonly training: { readonly steps: number; readonly seconds: number };
}

/** The error for which the number of needed labels is reported: an accuracy of 90 %. */
const REACHED = 0.1;

/** Collects the results of a finished run in the layout of metrics.json. */
export function constraintMetrics(
  { experiment, seed, budget }: ConstraintSpec,
  { flows, scores }: ConstraintResults,
  times: readonly number[],
  runtime: Runtime,
): ConstraintMetrics {
  const { basis, transformation, distribution, dataset, id } = experiment;
  const found = flows.find(({ source }) => source === "found")!;
  const truth = projectField(transformation.field, basis).coefficients;
  const sum = (of: (score: ClassifierScore) => number) =>
    scores.reduce((total, score) => total + of(score), 0);
  return {
    ...runFacts(
      {
        experiment: id,
        dataset: dataset.name,
        transformation: transformation.name,
        distribution: distribution.name,
      },
      { seed, budget, preset: "stable" },
      runtime,
    ),
    generator: {
      basis: basis.name,
      terms: basis.terms.map(({ label }) => label),
      estimated: found.alpha,
      true: Array.from(truth),
      angleDegrees: found.angleDegrees,
    },
    flows: flows.map(({ times: _, ...flow }) => flow),
    classifiers: scores,
    labelsFor90Percent: labelCurves(scores, () => null)
      .filter(({ source }) => source === "none" || source === "found")
      .map(({ classifier, points }) => ({
        classifier,
        labels: labelsNeeded(points, REACHED) ?? null,
      })),
    times,
    training: {
      steps: sum(({ steps }) => steps),
      seconds: sum(({ seconds }) => seconds),
    },
  };
}

/** Formats classifiers.csv: one row per classifier, flow and number of labels. */
export function classifiersCsv(scores: readonly ClassifierScore[]): string {
  const rows = scores.map(
    ({ classifier, source, labels, parameters, steps, seconds, errors }) =>
      [
        classifier,
        source,
        labels,
        parameters,
        steps,
        seconds.toFixed(3),
        errors.upright,
        errors.moved,
      ].map(String),
  );
  return csvFormatRows([[
    "classifier",
    "flow",
    "labels",
    "parameters",
    "steps",
    "seconds",
    "errorsUpright",
    "errorsMoved",
  ], ...rows]) + "\n";
}
