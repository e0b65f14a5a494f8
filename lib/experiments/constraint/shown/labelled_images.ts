import { gatherImages } from "../../../datasets/gather_images.ts";
import type { LabelledImages } from "../../../constraint/classed_images.ts";
import type { ConstraintData } from "../constraint_data.ts";

/**
 * The first labelled images of an experiment's data, as the label test takes them.
 *
 * @param count At most.
 * @param classes Only images of these classes; all classes by default.
 */
export function labelledImages(
  { labelled: { images, labels }, side }: Pick<
    ConstraintData,
    "labelled" | "side"
  >,
  count: number,
  classes?: readonly number[],
): LabelledImages {
  const taken = [...labels.keys()]
    .filter((i) => classes === undefined || classes.includes(labels[i]))
    .slice(0, count);
  return {
    count: taken.length,
    side,
    pixels: gatherImages(images, side ** 2, taken),
    labels: taken.map((i) => labels[i]),
  };
}
