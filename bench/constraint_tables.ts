import { csvParse } from "d3-dsv";
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

const percent = (share: number): string => (100 * share).toFixed(1);

const withRange = ({ moved, range }: ClassifierRow): string =>
  range === undefined
    ? percent(moved)
    : `${percent(moved)} (${range.map(percent).join(" to ")})`;

/**
 * Makes a table with one row per classifier of an experiment, and three columns per
 * number of labels.
 */
export function classifiersTable(
  rows: readonly ClassifierRow[],
  experiment: string,
): DocTable {
  const own = rows.filter((row) => row.experiment === experiment);
  const counts = [...new Set(own.map(({ labels }) => labels))]
    .toSorted((a, b) => a - b);
  const classifiers = Map.groupBy(
    own,
    ({ classifier, flow }) => `${classifier}, ${flow}`,
  );
  return [
    [
      `\`${experiment}\``,
      "flow",
      ...counts.flatMap((count) => [
        `${count} labels: errors upright, %`,
        "moved, %",
        "over augmented",
      ]),
    ],
    ...[...classifiers.values()].map((some) => [
      some[0].classifier,
      some[0].flow,
      ...counts.flatMap((count) => {
        const at = some.find(({ labels }) => labels === count);
        return at === undefined ? ["–", "–", "–"] : [
          percent(at.upright),
          withRange(at),
          at.overAugmented.toFixed(2),
        ];
      }),
    ]),
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

/**
 * Makes a table with one row per experiment and number of labels: the best classifier
 * of every kind.
 */
export function experimentsTable(rows: readonly ClassifierRow[]): DocTable {
  const found = rows.filter(({ flow }) => flow === "found" || flow === "none");
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
      String(some[0].labels),
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

/** Makes all tables of docs/constraint.md from the rows. */
export const constraintTables = (
  rows: readonly ClassifierRow[],
): DocTable[] => [
  classifiersTable(rows, SHOWN),
  experimentsTable(rows),
];
