import type { AccuracyAtReach, Confusion } from "../detection/label_test.ts";

/**
 * Bounds of the verdict, measured on MNIST with 100 to 1,000 labels: see
 * docs/constraint.md.
 */
export const LABEL_BOUNDS = {
  /** A symmetry that keeps the label may cost this share of all labels. */
  fall: 0.03,
  /** More than this must be ruled out, or the labels are too few. */
  possibleFall: 0.08,
  /** The share of the labels of two classes that may be taken for each other. */
  confusion: 0.04,
  /** More than this must be ruled out, or the labels of the two classes are too few. */
  possibleConfusion: 0.15,
  /** Two classes need so many images to be judged by `possibleConfusion`. */
  confusionImages: 40,
  /** Error probability of the sign tests of all pairs of classes together, one-sided. */
  chance: 0.025,
  /** Standard errors by which labels must be told better than by guessing. */
  guessing: 3,
} as const;

/** The state of labels at a reach; "unsure" if there are too few of them to tell. */
export type LabelState = "kept" | "unsure" | "lost";

/** The state of the labels of all classes together. */
export function stateOfAll({ fall, low, high }: AccuracyAtReach): LabelState {
  if (fall > LABEL_BOUNDS.fall) return low > 0 ? "lost" : "unsure";
  return high > LABEL_BOUNDS.possibleFall ? "unsure" : "kept";
}

/** The state of the labels of two classes. */
export function stateOfPair(
  { rise, high, chance, images }: Omit<Confusion, "labels" | "share">,
): LabelState {
  if (rise > LABEL_BOUNDS.confusion && chance <= LABEL_BOUNDS.chance) {
    return "lost";
  }
  return images >= LABEL_BOUNDS.confusionImages &&
      high > LABEL_BOUNDS.possibleConfusion
    ? "unsure"
    : "kept";
}
