import { mean, variance } from "d3-array";
import type { AccuracyAtReach, Confusion } from "../detection/label_test.ts";
import type { ClassedImages, Reaches } from "./told_classes.ts";

/** Half of a 95 % interval, in standard errors. */
const ERRORS = 1.96;

/** The fall of unmoved images is 0: they are compared with themselves. */
const NO_FALL = { fall: 0, low: 0, high: 0 } as const;

/**
 * Accuracy over the reach of the motion, and how much is lost of that at reach 0.
 *
 * @param told As {@linkcode toldClasses} tells them.
 */
export function labelCurve(
  images: Pick<ClassedImages, "classOf" | "labels">,
  told: readonly (readonly Int32Array[])[],
  { most, count }: Pick<Reaches, "most" | "count">,
): AccuracyAtReach[] {
  // Share of an image's sides that are told right.
  const rights = told.map((sides) =>
    Array.from(
      sides[0],
      (_, i) => mean(sides, (side) => Number(side[i] === images.classOf[i]))!,
    )
  );
  return rights.map((right, level) => ({
    reach: level * most / count,
    accuracy: mean(right)!,
    ...level === 0 ? NO_FALL : fallOf(rights[0], right),
    ...confusedIn(images, told[0], told[level]),
  }));
}

/**
 * How much less is right, with the interval of a mean of paired differences. One image
 * more that changes is taken into account: where none has changed, the interval of few
 * images is still wide.
 */
function fallOf(
  before: readonly number[],
  after: readonly number[],
): Pick<AccuracyAtReach, "fall" | "low" | "high"> {
  const differences = before.map((right, i) => right - after[i]);
  const fall = mean(differences)!;
  const count = differences.length;
  const half = ERRORS * Math.sqrt(count * (variance(differences) ?? 0) + 1) /
    count;
  return { fall, low: fall - half, high: fall + half };
}

/** The two classes that are taken for each other more often by most images. */
function confusedIn(
  { classOf, labels }: Pick<ClassedImages, "classOf" | "labels">,
  before: readonly Int32Array[],
  after: readonly Int32Array[],
): { readonly confused?: Confusion } {
  const classes = labels.length;
  const sizes = new Float64Array(classes);
  before[0].forEach((_, i) => sizes[classOf[i]]++);
  const counts = (sides: readonly Int32Array[]) => {
    const of = new Float64Array(classes ** 2);
    for (const side of sides) {
      side.forEach((told, i) => {
        const [a, b] = [told, classOf[i]].sort((p, q) => p - q);
        if (a !== b) of[a * classes + b] += 1 / sides.length;
      });
    }
    return of;
  };
  const [earlier, later] = [counts(before), counts(after)];
  const rises = later.map((count, pair) => count - earlier[pair]);
  const most = rises.reduce((best, rise) => Math.max(best, rise), 0);
  if (most === 0) return {};
  const pair = rises.indexOf(most);
  const [a, b] = [Math.floor(pair / classes), pair % classes];
  return {
    confused: {
      labels: [labels[a], labels[b]],
      share: later[pair] / (sizes[a] + sizes[b]),
    },
  };
}
