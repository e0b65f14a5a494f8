import type { BudgetName } from "../budgets.ts";

/** Sizes and lengths of a run, which depend on the budget. */
export interface ConstraintSettings {
  /** Numbers of labels; if there are fewer images, all are used. */
  readonly labels: readonly number[];
  /** Numbers of labels at which the true and a wrong flow are also used. */
  readonly compared: readonly number[];
  /** Number of test images. */
  readonly tested: number;
  /** Number of unlabelled images that the flow and poses are learned from. */
  readonly unlabelled: number;
  /** Number of images, with labels or without, in the graph that labels are spread over. */
  readonly graph: number;
  /** Number of pairs of unlabelled images that the flow is found from. */
  readonly pairs: number;
  /** Number of test images per t of the accuracy along the flow, and number of t. */
  readonly along: { readonly images: number; readonly points: number };
  /** Number of steps of a classifier, in batches of 64. */
  readonly steps: (images: number) => number;
  /** Number of steps of the pose network, in batches of 128. */
  readonly poseSteps: number;
}

/**
 * The number of labels that stands for all images that are not held back for finding the
 * flow.
 */
const ALL_LABELS = Infinity;

/** Interpolates the number of steps in the logarithm of the number of images. */
const steps = (fewest: number, most: number) => (images: number): number => {
  const share = Math.min(1, Math.max(0, Math.log10(images / 100) / 2));
  return Math.round(fewest + share * (most - fewest));
};

/** The settings of every budget. */
export const constraintSettings: Readonly<
  Record<BudgetName, ConstraintSettings>
> = {
  quick: {
    labels: [100, 1000],
    compared: [100],
    tested: 2000,
    unlabelled: 4000,
    graph: 5000,
    pairs: 600,
    along: { images: 500, points: 9 },
    steps: steps(150, 400),
    poseSteps: 800,
  },
  standard: {
    labels: [10, 30, 100, 300, 1000, 10_000, ALL_LABELS],
    compared: [100, 1000],
    tested: 10_000,
    unlabelled: 10_000,
    graph: 40_000,
    pairs: 1500,
    along: { images: 2000, points: 13 },
    steps: steps(400, 2400),
    poseSteps: 2500,
  },
  long: {
    labels: [10, 30, 100, 300, 1000, 3000, 10_000, ALL_LABELS],
    compared: [10, 100, 1000, 10_000],
    tested: 10_000,
    unlabelled: 10_000,
    graph: 40_000,
    pairs: 3000,
    along: { images: 5000, points: 25 },
    steps: steps(600, 5000),
    poseSteps: 6000,
  },
};
