import {
  alongRows,
  alongTable,
  type ClassifierRow,
  classifierRows,
  experimentsTable,
  flowsTable,
  labelsTable,
  neededFor90Percent,
  SHOWN,
  usual,
} from "../constraint_tables.ts";
import { alignedTable } from "./aligned_table.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";
import { paragraph } from "./paragraph.ts";

/** The rows of study/constraint/classifiers.csv. */
export const constraintRows = async (): Promise<ClassifierRow[]> =>
  classifierRows(await committed("study/constraint/classifiers.csv"));

/** The row with the fewest errors on moved images, among those of a kind. */
export const fewestErrors = (
  rows: readonly ClassifierRow[],
  isOfKind: (classifier: string) => boolean,
): ClassifierRow =>
  rows.filter(({ classifier }) => isOfKind(classifier))
    .reduce((a, b) => a.moved <= b.moved ? a : b);

const isSpread = (name: string): boolean => name.includes("spread");

/** The ratios of errors that the text tells, for one number of labels. */
function ratiosOf(rows: readonly ClassifierRow[], labels: number) {
  const own = usual(rows, SHOWN).filter((row) => row.labels === labels);
  const plain = fewestErrors(own, (name) => name.startsWith("plain"));
  const best = fewestErrors(own, () => true);
  const spread = fewestErrors(
    own,
    (name) => name === "augmented CNN, spread labels",
  );
  const withoutMore = fewestErrors(own, (name) => !isSpread(name));
  return {
    overPlain: (best.moved / plain.moved).toFixed(2),
    overAugmented: best.overAugmented.toFixed(2),
    control: spread.overAugmented.toFixed(2),
    withoutMore: withoutMore.overAugmented.toFixed(2),
  };
}

async function worth(): Promise<string> {
  const rows = await constraintRows();
  const [few, many] = [100, 1000].map((labels) => ratiosOf(rows, labels));
  const wrong = rows.filter(({ experiment, flow }) =>
    experiment === SHOWN && flow === "wrong"
  ).map(({ moved }) => 100 * moved);
  const [least, most] = [Math.min(...wrong), Math.max(...wrong)]
    .map((share) => share.toFixed(0));
  const needed = (name: string) =>
    neededFor90Percent(
      usual(rows, SHOWN).filter(({ classifier }) => classifier === name),
    );
  const best = "undone motion, CNN, labels spread along the flow";
  return paragraph(
    `Digits are turned by up to 75 degrees. With 100 labels the best network makes ${few.overPlain} times as many errors as the plain CNN, and ${few.overAugmented} times as many as the augmented one. With 1,000 labels the factors are ${many.overPlain} and ${many.overAugmented}. Unlabelled images are a part of that: an augmented CNN with labels spread over the images as they are has ${few.control} and ${many.control} times the errors of the augmented one. Without unlabelled images the best network has ${few.withoutMore} and ${many.withoutMore} times its errors. A wrong flow, the shear, leaves ${least} to ${most} % errors. To get 90 % of the moved images right, the plain CNN needs ${
      needed("plain CNN")
    } labels, the augmented one ${
      needed("augmented CNN")
    }, one that sees the images with their motion undone ${
      needed("undone motion, CNN")
    }, and with labels spread along the flow ${needed(best)}.`,
  );
}

/** Tables and sentences on classifiers that use a found flow. */
export const constraintBlocks: Blocks = {
  "constraint-labels": async () =>
    alignedTable(labelsTable(await constraintRows(), SHOWN)),
  "constraint-flows": async () =>
    alignedTable(flowsTable(await constraintRows(), SHOWN)),
  "constraint-experiments": async () =>
    alignedTable(experimentsTable(await constraintRows())),
  "constraint-along": async () =>
    alignedTable(alongTable(
      alongRows(await committed("study/constraint/along_flow.csv")),
      "constraint-rotation-full",
    )),
  "constraint-worth": worth,
};
