import type { SeedIntervals } from "../../evaluation/seed_interval.ts";
import type { Figure } from "../../figures/figure.ts";
import {
  sensitivityFigure,
  type SensitivityLine,
} from "../../figures/study/sensitivity.ts";
import { type ClassifierKind, classifierKinds } from "./classifier_kinds.ts";
import { ALONG_AT, type ClassifierScore } from "./classifier_scores.ts";
import type { ConstraintExperiment } from "./constraint_catalogue.ts";
import { labelCurves } from "./label_curves.ts";

/** The classifiers of one figure. */
interface Group {
  readonly name: string;
  readonly words: string;
  readonly has: (kind: ClassifierKind) => boolean;
}

const groups: readonly Group[] = [
  {
    name: "mlp",
    words: "multilayer perceptrons",
    has: ({ backbone, spread }) => backbone !== "cnn" && spread === "no",
  },
  {
    name: "cnn",
    words: "convolutional networks",
    has: ({ backbone, spread }) => backbone === "cnn" && spread === "no",
  },
  {
    name: "spread-labels",
    words: "networks that also learn from unlabelled images",
    has: ({ spread }) => spread !== "no",
  },
];

/** The scores of one or several seeds, which the figures are drawn from. */
export interface ConstraintFigureData {
  readonly experiment: ConstraintExperiment;
  readonly scores: readonly ClassifierScore[];
  readonly intervals: SeedIntervals;
  /** t at which the errors along the flow were taken. */
  readonly times: readonly number[];
}

/**
 * Draws errors over the number of labels, and errors along the flow, per group of
 * classifiers.
 */
export function constraintFigures(data: ConstraintFigureData): Figure[] {
  const used = data.scores.filter(({ source }) =>
    source === "none" || source === "found"
  );
  const some = { ...data, scores: used };
  return groups.flatMap((group) => [
    ...overLabels(group, some),
    ...alongFlow(group, some),
  ]);
}

const percent = (share: number) => 100 * share;

const belongsTo = (group: Group, classifier: string): boolean =>
  classifierKinds.some((kind) => kind.name === classifier && group.has(kind));

function overLabels(
  group: Group,
  { scores, intervals }: ConstraintFigureData,
): Figure[] {
  const own = scores.filter(({ classifier }) => belongsTo(group, classifier));
  return own.length === 0 ? [] : [errorsOverLabels({
    name: `errors-over-labels-${group.name}`,
    caption:
      `Errors on moved test images over the number of labels: ${group.words}, flow found from unlabelled pairs.`,
    scores: own,
    intervals,
  })];
}

/**
 * Draws the errors on moved test images over the number of labels, one line per
 * classifier.
 *
 * @throws {RangeError} if there is no score
 */
export function errorsOverLabels(
  { name, caption, scores, intervals }:
    & Pick<ConstraintFigureData, "scores" | "intervals">
    & Pick<Figure, "name" | "caption">,
): Figure {
  const lines = labelCurves(scores, intervals)
    .map(({ classifier, points }): SensitivityLine => ({
      label: classifier,
      points: points.map(({ labels, values, mean, interval }) => ({
        at: `${labels}`,
        values: values.map(percent),
        mean: percent(mean),
        interval: interval &&
          {
            ...interval,
            low: percent(interval.low),
            high: percent(interval.high),
          },
      })),
    }));
  return sensitivityFigure({
    name,
    caption,
    x: { label: "labels", scale: "log" },
    yLabel: "errors on moved images (%)",
    isSpaced: false,
    lines,
  });
}

function alongFlow(
  group: Group,
  { experiment: { transformation }, scores, times, intervals }:
    ConstraintFigureData,
): Figure[] {
  const own = scores.filter(({ classifier, labels, errors }) =>
    labels === ALONG_AT && errors.along !== undefined &&
    belongsTo(group, classifier)
  );
  const names = [...new Set(own.map(({ classifier }) => classifier))];
  const lines = names.map((label): SensitivityLine => ({
    label,
    points: times.map((t, i) => {
      const values = own.filter(({ classifier }) => classifier === label)
        .map(({ errors }) => percent(errors.along![i]));
      const mean = values.reduce((sum, value) => sum + value, 0) /
        values.length;
      return { at: `${t}`, values, mean, interval: intervals(values) };
    }),
  }));
  return lines.length === 0 ? [] : [sensitivityFigure({
    name: `errors-along-flow-${group.name}`,
    caption:
      `Errors on test images that are all moved by the same t, over t: ${group.words}, ${ALONG_AT} labels, flow found from unlabelled pairs.`,
    x: {
      label: `${transformation.parameter} t (${transformation.unit})`,
      scale: "linear",
    },
    yLabel: "errors (%)",
    isSpaced: false,
    lines,
  })];
}
