import type { LabelledImages } from "#lib/constraint/classed_images.ts";
import { testLabels } from "#lib/constraint/test_labels.ts";
import { gatherImages } from "#lib/datasets/gather_images.ts";
import { loadMnist, loadMnistLabels } from "#lib/datasets/mnist.ts";
import type { LabelTest } from "#lib/detection/label_test.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { randomStream, shuffled } from "#lib/random/streams.ts";
import { foundAlong } from "./labelled_blobs.ts";

/**
 * A random sample of MNIST's training images.
 *
 * @param only The digits that are drawn, all by default.
 */
export async function labelledDigits(
  count: number,
  seed: number,
  only?: readonly number[],
): Promise<LabelledImages> {
  const [{ pixels, height: side }, digits] = await Promise.all([
    loadMnist("train"),
    loadMnistLabels("train"),
  ]);
  const order = shuffled(digits.length, randomStream(seed, "labels"));
  const wanted = only ? order.filter((i) => only.includes(digits[i])) : order;
  const taken = wanted.slice(0, count);
  return {
    count,
    side,
    pixels: gatherImages(pixels, side ** 2, taken),
    labels: Array.from(taken, (image) => digits[image]),
  };
}

/** The label test of digits for a transformation, with t evenly spread up to the given one. */
export function testedDigits(
  name: keyof typeof transformations,
  most: number,
  images: LabelledImages,
): LabelTest {
  const { field } = transformations[name];
  const [test] = testLabels(foundAlong(field, most, quadratic), images);
  return test;
}
