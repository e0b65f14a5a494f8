import type { LabelledImages } from "../../../constraint/classed_images.ts";
import { gatherImages } from "../../../datasets/gather_images.ts";
import type { ConstraintData } from "../constraint_data.ts";

/** The choice of images. */
export interface LabelledChoice {
  /**
   * Upright training images ("labelled") or upright test images; training images by
   * default.
   */
  readonly of?: "labelled" | "test";
  /** Only images of these classes; all classes by default. */
  readonly classes?: readonly number[];
}

/**
 * Selects the first images of an experiment's data, with their labels.
 *
 * @param count Largest number of images.
 */
export function labelledImages(
  data: Pick<ConstraintData, "side" | "labelled" | "test">,
  count: number,
  { of = "labelled", classes }: LabelledChoice = {},
): LabelledImages {
  const { side } = data;
  const { images, labels } = data[of];
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
