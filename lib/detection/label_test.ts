/**
 * Whether a found symmetry keeps the labels of images: what `testLabels` says of one
 * generator.
 */
export interface LabelTest {
  /** Whether the symmetry keeps the labels, and up to which t. */
  readonly verdict: LabelVerdict;
  /** By ascending reach; the first is 0, the images as they are. */
  readonly curve: readonly AccuracyAtReach[];
  /** Labelled images that were compared with, and how many of them were tested. */
  readonly images: number;
  /** Number of the images that were tested. */
  readonly tested: number;
  /** Number of different labels. */
  readonly classes: number;
}

/** The advice about the symmetry; t is in units of the unit generator. */
export type LabelVerdict =
  /** No label is lost up to the largest t that was learned. */
  | {
    readonly kind: "use";
    readonly upTo: number;
    readonly reason: string;
  }
  /** Labels are kept up to a smaller t; beyond it they are lost, or it is not known. */
  | {
    readonly kind: "use-up-to";
    readonly upTo: number;
    readonly reason: string;
  }
  /** Labels are lost at the smallest t already. */
  | { readonly kind: "do-not"; readonly reason: string }
  /** The labels are too few, or have nothing to do with the images. */
  | { readonly kind: "unknown"; readonly reason: string };

/** How well labels are told where images are moved by up to a t, either way. */
export interface AccuracyAtReach {
  /** The largest magnitude of t. */
  readonly reach: number;
  /** Share of the tested images whose label is told. */
  readonly accuracy: number;
  /** Accuracy of the images as they are, less that; the same images are compared. */
  readonly fall: number;
  /** The fall's 95 % interval. */
  readonly low: number;
  /** The upper end of that interval. */
  readonly high: number;
  /** The two classes whose confusion has risen most, if any has. */
  readonly confused?: Confusion;
}

/** Two classes whose images are taken for each other. */
export interface Confusion {
  /** The two labels. */
  readonly labels: readonly [number, number];
  /** Share of the images of the two. */
  readonly share: number;
}

/** The meaning of the entry `labels` of generator.json, for the file's reader. */
export const LABEL_CONVENTIONS = {
  labels:
    "one entry per generator; verdict.kind is use, use-up-to, do-not or unknown, verdict.upTo the largest |t| at which labels are kept; curve[i].accuracy is the share of the tested images, moved by reach either way, that get their label from the nearest of all others, moved from -reach to reach; fall is the accuracy at reach 0 less that, low to high its 95 % interval; confused are the two labels whose confusion has risen most, and the share of their images that is taken for the other",
} as const;
