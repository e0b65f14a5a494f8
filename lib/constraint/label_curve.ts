import { mean } from "d3-array";
import type { AccuracyAtReach } from "../detection/label_test.ts";
import { worstConfusion } from "./class_pairs.ts";
import { pairedRise } from "./paired_rise.ts";
import type { ClassedImages, Reaches } from "./told_classes.ts";

/** The fall of unmoved images is 0: they are compared with themselves. */
const NO_FALL = { fall: 0, low: 0, high: 0 } as const;

/**
 * Accuracies over the reach of the motion, their falls from that at reach 0, and the two
 * classes that are confused worst.
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
  return rights.map((right, level) => {
    const confused = worstConfusion(images, told[0], told[level]);
    return {
      reach: level * most / count,
      accuracy: mean(right)!,
      ...level === 0 ? NO_FALL : fallOf(rights[0], right),
      ...confused && { confused },
    };
  });
}

function fallOf(
  before: readonly number[],
  after: readonly number[],
): Pick<AccuracyAtReach, "fall" | "low" | "high"> {
  const { rise: fall, ...interval } = pairedRise(
    before.map((right, i) => right - after[i]),
  );
  return { fall, ...interval };
}
