import { group, mean } from "d3-array";
import { csvFormatRows } from "d3-dsv";
import type { SeedIntervals } from "../../evaluation/seed_interval.ts";
import { intervalNames } from "../../evaluation/seed_interval.ts";
import { classifierKinds } from "./classifier_kinds.ts";
import type { ClassifierScore } from "./classifier_scores.ts";
import { type LabelCurve, labelCurves } from "./label_curves.ts";

const COLUMNS = [
  "experiment",
  "classifier",
  "flow",
  "labels",
  "seeds",
  "errorsUpright",
  "errorsMoved",
  "errorsMovedLow",
  "errorsMovedHigh",
  "interval",
  "overPlain",
  "overAugmented",
  "seconds",
] as const;

/**
 * Formats mean scores over the seeds, one row per experiment, classifier, flow and
 * number of labels. `overPlain` and `overAugmented` are errors on moved images divided
 * by those of the best plain and of the best augmented network, both without unlabelled
 * images and with as many labels.
 */
export function constraintTable(
  experiments: ReadonlyMap<string, readonly ClassifierScore[]>,
  intervals: SeedIntervals,
): string {
  const rows = [...experiments].flatMap(([experiment, scores]) => {
    const curves = labelCurves(scores, intervals);
    const seeds = group(scores, keyOf);
    return curves.flatMap(({ classifier, source, points }) =>
      points.map(({ labels, values, mean: moved, interval }) => {
        const own = seeds.get(keyOf({ classifier, source, labels }))!;
        return [
          experiment,
          classifier,
          source,
          labels,
          values.length,
          mean(own, ({ errors }) => errors.upright),
          moved,
          interval?.low,
          interval?.high,
          interval && intervalNames[interval.kind],
          moved / leastErrors(curves, labels, "upright"),
          moved / leastErrors(curves, labels, "moved"),
          mean(own, ({ seconds }) => seconds),
        ].map((value) => String(value ?? ""));
      })
    );
  });
  return csvFormatRows([[...COLUMNS], ...rows]) + "\n";
}

const keyOf = (
  { classifier, source, labels }: Pick<
    ClassifierScore,
    "classifier" | "source" | "labels"
  >,
): string => JSON.stringify([classifier, source, labels]);

/**
 * Finds the least mean errors on moved images of the networks without a constraint.
 *
 * @param training "moved" for the augmented networks
 */
function leastErrors(
  curves: readonly LabelCurve[],
  labels: number,
  training: "upright" | "moved",
): number {
  const names = classifierKinds
    .filter((kind) =>
      kind.backbone !== "lifted" && !kind.undone && kind.spread === "no" &&
      kind.training === training
    )
    .map(({ name }) => name);
  const errors = curves
    .filter(({ classifier, source }) =>
      names.includes(classifier) && (source === "none" || source === "found")
    )
    .flatMap(({ points }) => points.filter((point) => point.labels === labels));
  return Math.min(...errors.map(({ mean }) => mean));
}
