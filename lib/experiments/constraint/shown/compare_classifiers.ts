import { alphaOf, type Found } from "../../../detection/found.ts";
import { learnedT } from "../../../detection/learned_t.ts";
import type { TableRow } from "../../../display/display.ts";
import type { Figure } from "../../../figures/figure.ts";
import { randomStream } from "../../../random/streams.ts";
import { runPausable } from "../../../runtime/pausable.ts";
import { settleTfjs } from "../../../runtime/settle.ts";
import { classifierCells } from "../classifier_cells.ts";
import { type ClassifierScore, createScoring } from "../classifier_scores.ts";
import type { ConstraintData } from "../constraint_data.ts";
import { errorsOverLabels } from "../constraint_figures.ts";
import type { ConstraintSettings } from "../constraint_settings.ts";
import { flowTools } from "../flow_tools.ts";
import { flowOfTimes, type UsedFlow } from "../used_flow.ts";

/** Number of times that are drawn from the learned distribution. */
const TIMES = 1000;

/** Makes a flow from one that `detect` found, with t from the learned distribution. */
export function flowOfFound(found: Found, seed: number): UsedFlow {
  const stream = randomStream(seed, "constraint", "learned times");
  const next = learnedT(found, stream, false);
  const times = Float64Array.from({ length: TIMES }, next);
  return flowOfTimes("found", found, alphaOf(found), times);
}

/** The numbers of labels and the classifiers that are compared. */
export interface ComparisonOptions {
  /** Numbers of labels, and the length of each training. */
  readonly settings: ConstraintSettings;
  /** The seed of every random number. */
  readonly seed: number;
  /** Names among those of `classifierKinds`. */
  readonly classifiers: readonly string[];
  /** Called after each classifier with the number of scores so far. */
  readonly onScore?: (done: number, score: ClassifierScore) => void;
}

/**
 * Trains and tests classifiers with a found flow, each with every number of labels of
 * the settings.
 */
export async function compareClassifiers(
  found: Found,
  data: ConstraintData,
  { settings, seed, classifiers, onScore }: ComparisonOptions,
): Promise<ClassifierScore[]> {
  settleTfjs();
  const foundAlone = { ...settings, compared: [] };
  const cells = classifierCells(data.labelled.labels.length, foundAlone)
    .filter(({ kind }) => classifiers.includes(kind.name));
  const score = createScoring(data, settings, seed);
  const flow = flowOfFound(found, seed);
  const { poseSteps } = settings;
  const tools = flowTools({ basis: found.basis, flow, data, poseSteps, seed });
  const scores: ClassifierScore[] = [];
  try {
    for (const cell of cells) {
      scores.push(await runPausable(score(cell, tools)));
      onScore?.(scores.length, scores.at(-1)!);
    }
  } finally {
    tools.dispose();
  }
  return scores;
}

/** Formats the errors with one number of labels as rows of a table. */
export const classifierRows = (
  scores: readonly ClassifierScore[],
  labels: number,
): TableRow[] =>
  scores.filter((score) => score.labels === labels)
    .map(({ classifier, parameters, errors }) => ({
      classifier,
      parameters,
      "errors, upright": percent(errors.upright),
      "errors, moved": percent(errors.moved),
    }));

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Draws errors on moved images over the number of labels, one line per classifier. */
export const classifierCurvesFigure = (
  scores: readonly ClassifierScore[],
): Figure =>
  errorsOverLabels({
    name: "errors-over-labels",
    caption: "Errors on moved test images over the number of labels.",
    scores,
    intervals: () => null,
  });
