import {
  checkInteger,
  checkNumber,
  checkObject,
  wrongType,
} from "../runtime/check_option.ts";
import type { Picture, Surrounded } from "./use.ts";

/** Largest number of pixels per side, and of values per pixel. */
const LARGEST = 2 ** 16;

/**
 * Checks an image of the caller's own.
 *
 * @param name The call and the argument, for messages.
 * @throws {TypeError} if its pixels are neither 32-bit floats nor bytes
 * @throws {RangeError} if its size is no positive integers, or does not fit its pixels
 */
export function checkPicture(name: string, picture: Picture): void {
  checkObject(name, picture);
  const { height, width, channels } = picture;
  const pixels: unknown = picture.pixels;
  const isRead = pixels instanceof Float32Array ||
    pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray;
  if (!isRead) {
    throw wrongType(
      `${name}, pixels`,
      "a Float32Array or a Uint8Array",
      pixels,
    );
  }
  for (const [what, size] of Object.entries({ height, width, channels })) {
    checkInteger(`${name}, ${what}`, size, 1, LARGEST);
  }
  if (pixels.length !== height * width * channels) {
    throw new RangeError(
      `${name}: expected ${height} x ${width} x ${channels} values in pixels, found ${pixels.length}`,
    );
  }
}

/**
 * Checks the surroundings of an image.
 *
 * @param name The call and the argument, for messages.
 * @throws {TypeError} if they are no object, or the value in them is no number
 * @throws {RangeError} if the value is not finite
 */
export function checkSurrounded(name: string, options: Surrounded): void {
  checkObject(name, options);
  const { beyond } = options;
  if (beyond === undefined) return;
  checkNumber(`${name}: beyond`, beyond, "a finite number", Number.isFinite);
}
