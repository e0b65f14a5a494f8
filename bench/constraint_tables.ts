import { csvParse } from "d3-dsv";
import { labelsNeeded } from "#lib/experiments/constraint/label_curves.ts";
import type { DocTable } from "./doc_tables.ts";

/** Mean errors of one classifier with one flow and one number of labels. */
export interface ClassifierRow {
  readonly experiment: string;
  readonly classifier: string;
  /** The flow of the classifier: "found", "true", "wrong", or "none". */
  readonly flow: string;
  readonly labels: number;
  readonly seeds: number;
  /** Errors, as shares of the upright and of the moved test images. */
  readonly upright: number;
  readonly moved: number;
  /** Range over the seeds; undefined for one seed. */
  readonly range: readonly [low: number, high: number] | undefined;
  /** Error on moved images over that of the best augmented network. */
  readonly overAugmented: number;
}

/** Reads the rows of a report's `constrained-classifiers.csv`. */
export const classifierRows = (csv: string): ClassifierRow[] =>
  csvParse(csv).map((row) => ({
    experiment: row.experiment,
    classifier: row.classifier,
    flow: row.flow,
    labels: Number(row.labels),
    seeds: Number(row.seeds),
    upright: Number(row.errorsUpright),
    moved: Number(row.errorsMoved),
    range: row.errorsMovedLow === ""
      ? undefined
      : [Number(row.errorsMovedLow), Number(row.errorsMovedHigh)],
    overAugmented: Number(row.overAugmented),
  }));

/** Mean errors of one classifier on test images that are all moved by the same t. */
export interface AlongRow {
  readonly experiment: string;
  readonly classifier: string;
  readonly flow: string;
  /** Share of the test images. */
  readonly errors: number;
}

/** Reads the rows of a report's `constrained-along-flow.csv`. */
export const alongRows = (csv: string): AlongRow[] =>
  csvParse(csv).map(({ experiment, classifier, flow, errors }) => ({
    experiment,
    classifier,
    flow,
    errors: Number(errors),
  }));

const percent = (share: number): string => (100 * share).toFixed(1);

const withRange = ({ moved, range }: ClassifierRow): string =>
  range === undefined
    ? percent(moved)
    : `${percent(moved)} (${range.map(percent).join(" to ")})`;

/** Whether a classifier uses the found flow, or none, and not the true or a wrong one. */
const isUsual = ({ flow }: Pick<ClassifierRow, "flow">): boolean =>
  flow === "none" || flow === "found";

/** The rows of an experiment whose classifiers use the found flow, or none. */
export const usual = <Row extends Pick<ClassifierRow, "experiment" | "flow">>(
  rows: readonly Row[],
  experiment: string,
): Row[] => rows.filter((row) => row.experiment === experiment && isUsual(row));

/** Number with a comma between thousands. */
const counted = (count: number): string => count.toLocaleString("en-US");

/** The numbers of labels of some rows, in ascending order. */
const labelsOf = (rows: readonly ClassifierRow[]): number[] =>
  [...new Set(rows.map(({ labels }) => labels))].toSorted((a, b) => a - b);

/** Writes the number of labels that a classifier needs to err on a tenth of the images. */
export function neededFor90Percent(rows: readonly ClassifierRow[]): string {
  const points = rows.map(({ labels, moved }) => ({ labels, mean: moved }))
    .toSorted((a, b) => a.labels - b.labels);
  const needed = labelsNeeded(points, 0.1);
  if (needed === undefined) {
    return `more than ${counted(points.at(-1)!.labels)}`;
  }
  return needed === points[0].labels
    ? `at most ${counted(needed)}`
    : counted(Math.round(needed));
}

/**
 * Makes a table of errors on moved images over the number of labels: one row per
 * classifier of an experiment, with the found flow.
 */
export function labelsTable(
  rows: readonly ClassifierRow[],
  experiment: string,
): DocTable {
  const own = usual(rows, experiment);
  const counts = labelsOf(own);
  return [
    [
      `\`${experiment}\`: errors on moved images, %`,
      ...counts.map((count) => `${counted(count)} labels`),
      "labels for 90 % right",
    ],
    ...Map.groupBy(own, ({ classifier }) => classifier).entries().map((
      [classifier, some],
    ) => [
      classifier,
      ...counts.map((count) => {
        const at = some.find(({ labels }) => labels === count);
        return at === undefined ? "–" : percent(at.moved);
      }),
      neededFor90Percent(some),
    ]),
  ];
}

/** The flows that classifiers are compared with. */
const FLOWS = ["found", "true", "wrong"] as const;

/**
 * Makes a table of errors with the found, the true and a wrong flow: one row per
 * classifier and number of labels at which all three were used.
 */
export function flowsTable(
  rows: readonly ClassifierRow[],
  experiment: string,
): DocTable {
  const own = rows.filter((row) => row.experiment === experiment);
  const compared = labelsOf(own.filter(({ flow }) => flow === "true"));
  return [
    [
      `\`${experiment}\`: errors on moved images, %`,
      "labels",
      "upright images, found flow",
      ...FLOWS.map((flow) => `${flow} flow`),
      "found flow over augmented",
    ],
    ...compared.flatMap((labels) => {
      const at = own.filter((row) => row.labels === labels);
      return at.filter(({ flow }) => flow === "found").map((row) => [
        row.classifier,
        counted(labels),
        percent(row.upright),
        ...FLOWS.map((flow) =>
          withRange(
            at.find((other) =>
              other.classifier === row.classifier && other.flow === flow
            )!,
          )
        ),
        row.overAugmented.toFixed(2),
      ]);
    }),
  ];
}

/**
 * Makes a table of the least and the largest error along the flow: one row per classifier
 * of an experiment, with the found flow.
 */
export function alongTable(
  rows: readonly AlongRow[],
  experiment: string,
): DocTable {
  const own = usual(rows, experiment);
  return [
    [
      `\`${experiment}\``,
      "least errors, %",
      "largest errors, %",
      "difference",
    ],
    ...Map.groupBy(own, ({ classifier }) => classifier).entries().map((
      [classifier, some],
    ) => {
      const shares = some.map(({ errors }) => errors);
      const [least, largest] = [Math.min(...shares), Math.max(...shares)];
      return [classifier, ...[least, largest, largest - least].map(percent)];
    }),
  ];
}

/** Finds the least error on moved images among some classifiers, and the classifier. */
function best(
  rows: readonly ClassifierRow[],
  are: (classifier: string) => boolean,
): string {
  const some = rows.filter(({ classifier }) => are(classifier));
  if (some.length === 0) return "–";
  const least = some.reduce((a, b) => a.moved <= b.moved ? a : b);
  return `${percent(least.moved)} (${least.classifier})`;
}

/** Numbers of labels at which experiments are compared. */
const SHOWN_LABELS = [100, 1000];

/**
 * Makes a table with one row per experiment and number of labels, 100 or 1,000: the best
 * classifier of every kind.
 */
export function experimentsTable(rows: readonly ClassifierRow[]): DocTable {
  const found = rows.filter((row) =>
    isUsual(row) && SHOWN_LABELS.includes(row.labels)
  );
  const groups = Map.groupBy(
    found,
    ({ experiment, labels }) => `${experiment} ${labels}`,
  );
  const isSpread = (name: string) => name.includes("spread");
  return [
    [
      "experiment",
      "labels",
      "seeds",
      "errors on moved images, %: plain",
      "augmented",
      "constrained",
      "constrained, with unlabelled images",
    ],
    ...[...groups.values()].map((some) => [
      `\`${some[0].experiment}\``,
      counted(some[0].labels),
      String(some[0].seeds),
      best(some, (name) => /^plain/.test(name)),
      best(some, (name) => /^augmented/.test(name) && !isSpread(name)),
      best(some, (name) => /^(undone|lifted)/.test(name) && !isSpread(name)),
      best(some, (name) => /^(undone|lifted)/.test(name) && isSpread(name)),
    ]),
  ];
}

/** The experiment that is shown with all its classifiers. */
export const SHOWN = "constraint-rotation";
