/** The result of `testLabels` for one generator: the verdict, and what it is based on. */
export interface LabelTest {
  /** The advice, with the t up to which the symmetry keeps the labels. */
  readonly verdict: LabelVerdict;
  /** Accuracies by ascending reach; the first is 0, the unmoved images. */
  readonly curve: readonly AccuracyAtReach[];
  /** Number of labelled images that tested images were compared with. */
  readonly images: number;
  /** Number of the images that were tested. */
  readonly tested: number;
  /** Number of different labels. */
  readonly classes: number;
}

/** The advice on the symmetry; t is in units of the unit generator. */
export type LabelVerdict =
  /** Labels are kept up to the largest learned t. */
  | {
    readonly kind: "use";
    readonly upTo: number;
    readonly reason: string;
  }
  /** Labels are kept up to a smaller t; beyond it they are lost, or that is unknown. */
  | {
    readonly kind: "use-up-to";
    readonly upTo: number;
    readonly reason: string;
  }
  /** Labels are lost at the smallest t already. */
  | { readonly kind: "do-not"; readonly reason: string }
  /** There are too few labels, or they are not related to the images. */
  | { readonly kind: "unknown"; readonly reason: string };

/** The accuracy of a classifier on images moved by up to a t in both directions. */
export interface AccuracyAtReach {
  /** The largest magnitude of t. */
  readonly reach: number;
  /** Share of the tested images whose label is predicted correctly. */
  readonly accuracy: number;
  /** Accuracy on the unmoved images less this accuracy, on the same images. */
  readonly fall: number;
  /** The lower end of the fall's 95 % interval. */
  readonly low: number;
  /** The upper end of that interval. */
  readonly high: number;
  /** The two classes whose confusion is judged worst or has risen most, if any has. */
  readonly confused?: Confusion;
}

/** Two classes whose images are confused with each other. */
export interface Confusion {
  /** The two labels. */
  readonly labels: readonly [number, number];
  /** Number of tested images of both classes. */
  readonly images: number;
  /** Share of these images that are taken for the other class. */
  readonly share: number;
  /** This share less that of the unmoved images, on the same images. */
  readonly rise: number;
  /** The lower end of the rise's 95 % interval. */
  readonly low: number;
  /** The upper end of that interval. */
  readonly high: number;
  /**
   * Probability that as many more images are confused by chance, from a sign test, times
   * the number of pairs of classes; at most 1.
   */
  readonly chance: number;
}

/** The meaning of the entry `labels` of generator.json, for the file's reader. */
export const LABEL_CONVENTIONS = {
  labels:
    "one entry per generator; verdict.kind is use, use-up-to, do-not or unknown, verdict.upTo the largest |t| at which labels are kept; curve[i].accuracy is the share of the tested images, moved by reach either way, that get their label from the nearest of all others, moved from -reach to reach; fall is the accuracy at reach 0 less that, low to high its 95 % interval; confused are the two labels whose confusion is judged worst or has risen most: images is the number of their tested images, share the share of these that is taken for the other label, rise that share less the share at reach 0, low to high its 95 % interval, chance the probability of as many more by chance (sign test, times the number of pairs of labels, at most 1)",
} as const;
