import { gatherImages } from "../datasets/gather_images.ts";
import type { WorkingPairs } from "../detection/working_pairs.ts";
import { areaAverage, fittedSize } from "../images/area_average.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import {
  LARGEST_SIDE,
  MOST_IMAGES as MOST_READ,
} from "../datasets/image_stack.ts";
import {
  checkInteger,
  checkObject,
  shown,
  wrongType,
} from "../runtime/check_option.ts";
import { UserError } from "../runtime/errors.ts";
import type { SquareImages } from "./orbits_of_images.ts";
import type { ClassedImages } from "./told_classes.ts";

/** Images with their labels, one per image. */
export interface LabelledImages extends SquareImages {
  /** Integers; at least two different ones. */
  readonly labels: ArrayLike<number>;
  /** Images of one group, such as frames of one sequence, are never compared. */
  readonly groups?: ArrayLike<number>;
}

/**
 * Largest number of images that are tested, each against all others. Two of ten classes
 * have a fifth of them: with 400 images, a loss of a twentieth of the labels of two
 * classes is not significant.
 */
const MOST_IMAGES = 1000;

/** Cells per side, at most: larger frames are averaged. */
const MOST_SIDE = 32;

/**
 * Checks labels.
 *
 * @param name What to call them, in messages.
 * @throws UserError if there is not one integer per image, or only one class.
 * @throws {TypeError} if the labels are no list
 */
export function checkLabels(
  labels: ArrayLike<number>,
  count: number,
  name = "testLabels: labels",
): void {
  const fail = (expected: string, found: string): never => {
    throw new UserError(`${name}: expected ${expected}, found ${found}`);
  };
  if (typeof labels?.length !== "number") {
    throw wrongType(name, "a list of one integer per image", labels);
  }
  if (labels.length !== count) {
    fail(`${count} labels, one per image`, `${labels.length}`);
  }
  const list = Array.from(labels);
  const wrong = list.findIndex((label) => !Number.isSafeInteger(label));
  if (wrong >= 0) {
    fail("integers", `${shown(list[wrong])} at ${wrong} (counted from 0)`);
  }
  if (new Set(list).size < 2) {
    fail("at least two classes", `label ${list[0]} for all images`);
  }
}

/**
 * Checks labelled images.
 *
 * @throws UserError if there is not one integer per image, or only one class.
 * @throws {TypeError} if a part has another type than it should have
 * @throws {RangeError} if a size does not fit, or a value is not finite
 */
export function checkLabelledImages(images: LabelledImages): void {
  checkObject("testLabels: images", images);
  const { count, side, labels, groups } = images;
  checkInteger("testLabels: count", count, 1, MOST_READ);
  checkInteger("testLabels: side", side, 1, LARGEST_SIDE);
  checkLabels(labels, count);
  const pixels: unknown = images.pixels;
  if (!(pixels instanceof Float32Array)) {
    throw wrongType("testLabels: pixels", "a Float32Array", pixels);
  }
  if (pixels.length !== count * side ** 2) {
    throw new RangeError(
      `testLabels: pixels: expected ${count} x ${side} x ${side} values, found ${pixels.length}`,
    );
  }
  const wrong = pixels.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new RangeError(
      `testLabels: pixels: expected finite numbers, found ${
        pixels[wrong]
      } in image ${Math.floor(wrong / side ** 2)} (counted from 0)`,
    );
  }
  if (groups === undefined || groups.length === count) return;
  throw new RangeError(
    `testLabels: groups: expected ${count}, one per image, found ${groups.length}`,
  );
}

/**
 * The first images of pairs with their labels. Pairs of one sequence are one group.
 *
 * @param labels One for each pair of the files, by the pairs' numbers in these.
 * @throws UserError if there is not one integer for each pair of the files, or only one
 * class.
 */
export function labelledPairs(
  { count, side, x0, indices, sequences, source }: WorkingPairs,
  labels: ArrayLike<number>,
): LabelledImages {
  checkLabels(labels, source.count, "labelledPairs: labels");
  return {
    count,
    side,
    pixels: x0,
    labels: Array.from(indices, (pair) => labels[pair]),
    ...sequences && { groups: sequences.group },
  };
}

/**
 * A uniform sample of the images, on small frames, with classes from 0.
 *
 * @param seed Decides the draw.
 */
export function classedImages(
  images: LabelledImages,
  seed: number,
): ClassedImages {
  const { count, side, labels, groups } = images;
  const taken = shuffled(count, randomStream(seed, "labelled images"))
    .slice(0, MOST_IMAGES);
  const some = {
    count: taken.length,
    side,
    pixels: gatherImages(images.pixels, side ** 2, taken),
  };
  const own = Array.from(taken, (image) => labels[image]);
  const distinct = [...new Set(own)].sort((a, b) => a - b);
  const numbers = new Map(distinct.map((label, k) => [label, k]));
  return {
    ...onSmallFrames(some, MOST_SIDE),
    classOf: Int32Array.from(own, (label) => numbers.get(label)!),
    labels: distinct,
    groupOf: taken.map((image) => groups?.[image] ?? image),
  };
}

/**
 * Images averaged to smaller frames; those that are small enough are left as they are.
 *
 * @param most Cells per side, at most.
 */
export function onSmallFrames(
  images: SquareImages,
  most: number,
): SquareImages {
  const { count, side, pixels } = images;
  if (side <= most) return images;
  const size = fittedSize({ height: side, width: side }, most);
  const small = new Float32Array(count * most ** 2);
  for (let i = 0; i < count; i++) {
    const row = (y: number, into: Float32Array) => {
      const start = (i * side + y) * side;
      into.set(pixels.subarray(start, start + side));
    };
    const image = { height: side, width: side, channels: 1, row };
    small.set(areaAverage(image, size), i * most ** 2);
  }
  return { count, side: most, pixels: small };
}
