import type { ImageSet } from "../datasets/types.ts";
import type { Picture } from "./use.ts";

/**
 * Returns one image of a set.
 *
 * @param number Number of the image, from 0.
 * @throws {RangeError} if there is no such image
 */
export function pictureAt(
  { count, height, width, channels, pixels }: ImageSet,
  number: number,
): Picture {
  if (!Number.isInteger(number) || number < 0 || number >= count) {
    throw new RangeError(
      `pictureAt: expected a number from 0 to ${count - 1}, found ${number}`,
    );
  }
  const size = height * width * channels;
  return {
    pixels: pixels.slice(number * size, (number + 1) * size),
    height,
    width,
    channels,
  };
}
