import { group, mean } from "d3-array";
import type {
  SeedInterval,
  SeedIntervals,
} from "../../evaluation/seed_interval.ts";
import type { ClassifierScore } from "./classifier_scores.ts";
import type { FlowSource } from "./used_flow.ts";

/** Errors on moved images of one classifier at one number of labels, over the seeds. */
export interface CurvePoint {
  readonly labels: number;
  /** Shares of the test images, one per seed. */
  readonly values: readonly number[];
  readonly mean: number;
  readonly interval: SeedInterval | null;
}

/** Errors over the number of labels of one classifier with one flow. */
export interface LabelCurve {
  readonly classifier: string;
  readonly source: FlowSource | "none";
  /** The points, by ascending number of labels. */
  readonly points: readonly CurvePoint[];
}

/** Computes the curves of all classifiers, from the scores of one or several seeds. */
export function labelCurves(
  scores: readonly ClassifierScore[],
  intervals: SeedIntervals,
): LabelCurve[] {
  const all = group(
    scores,
    ({ classifier, source }) => JSON.stringify([classifier, source]),
  ).values();
  return Array.from(all, (own) => ({
    classifier: own[0].classifier,
    source: own[0].source,
    points: Array.from(
      group(own, ({ labels }) => labels),
      ([labels, seeds]) => {
        const values = seeds.map(({ errors }) => errors.moved);
        return {
          labels,
          values,
          mean: mean(values)!,
          interval: intervals(values),
        };
      },
    ).toSorted((a, b) => a.labels - b.labels),
  }));
}

/**
 * Computes the number of labels that a classifier needs to reach an error. Between the
 * points, errors are interpolated linearly in the logarithm of the number of labels.
 *
 * @returns The first number of labels if the error is already reached there; undefined
 * if it is not reached.
 */
export function labelsNeeded(
  points: readonly Pick<CurvePoint, "labels" | "mean">[],
  errors: number,
): number | undefined {
  const at = points.findIndex(({ mean }) => mean <= errors);
  if (at <= 0) return points[at]?.labels;
  const [before, after] = points.slice(at - 1);
  const share = (before.mean - errors) / (before.mean - after.mean);
  return before.labels * (after.labels / before.labels) ** share;
}
