import { UserError } from "../runtime/errors.ts";
import {
  bytesOf,
  float32Values,
  isFloating,
  storedValues,
  type ValueFormat,
  type ValueType,
} from "./value_type.ts";

/** Equally sized images in a file or a folder, read in pieces. */
export interface ImageStack {
  /** The path, for messages. */
  readonly name: string;
  /** Number of images. */
  readonly count: number;
  /** Height of an image, pixels. */
  readonly height: number;
  /** Width of an image, pixels. */
  readonly width: number;
  /** Values per pixel. */
  readonly channels: number;
  /** Size of the pictures before they are scaled down; absent if they are not. */
  readonly scaledFrom?: { readonly height: number; readonly width: number };
  /** The type of its stored values. */
  readonly type: ValueType;
  /**
   * Decisions made when it was opened, for the user to check, one sentence each; absent
   * if there were none.
   */
  readonly notes?: readonly string[];
  /**
   * Reads all images from the first on, in pieces of whole images: unsigned integers as
   * 0 to 1, other numbers unchanged. Every call starts again. Damage at the end of a
   * file is only noticed there.
   *
   * @throws UserError if the file is damaged, or contains a value that is not a number.
   */
  pieces(): AsyncGenerator<Float32Array>;
}

/**
 * Limits of the sides of an image, in pixels, and of the number of images of a stack.
 */
export const LEAST_SIDE = 8, LARGEST_SIDE = 512, MOST_IMAGES = 1e6;

/** Largest number of channels of a stack. */
export const MOST_CHANNELS = 16;

/** Approximate number of values of a piece. */
const PIECE_VALUES = 2 ** 20;

/**
 * Computes the number of images per piece, at least one, from the number of values per
 * image.
 */
export const imagesPerPiece = (values: number): number =>
  Math.max(1, Math.floor(PIECE_VALUES / values));

/**
 * Checks the sizes of a stack.
 *
 * @param stack The sizes that a file states.
 * @throws UserError for a stack that is empty, or has sizes that are not read.
 */
export function checkStack(
  { name, count, height, width, channels }: Omit<ImageStack, "pieces">,
): void {
  const check = (
    right: boolean,
    expected: string,
    found: string,
    advice: string,
  ) => {
    if (right) return;
    throw new UserError(
      `${name}: expected ${expected}, found ${found}; ${advice}`,
    );
  };
  check(
    count >= 1 && count <= MOST_IMAGES,
    `1 to ${MOST_IMAGES.toLocaleString("en")} images`,
    `${count}`,
    count > MOST_IMAGES ? "take a part of them" : "there is nothing to read",
  );
  check(
    [height, width].every((side) => side >= LEAST_SIDE && side <= LARGEST_SIDE),
    `images of ${LEAST_SIDE} to ${LARGEST_SIDE} pixels per side`,
    `${height} x ${width}`,
    "scale them first",
  );
  check(
    channels >= 1 && channels <= MOST_CHANNELS,
    `1 to ${MOST_CHANNELS} channels`,
    `${channels}`,
    "take some of them",
  );
}

/**
 * Cuts a stream of stored values into pieces of whole images.
 *
 * @param sizes The stack's sizes, and the format of its values.
 * @param chunks The bytes of all images, in chunks of any size.
 * @throws UserError for too many or too few bytes, and for a value that is not finite.
 */
export async function* imagePieces(
  sizes: Omit<ImageStack, "pieces"> & ValueFormat,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Float32Array> {
  const { name, count, height, width, channels, type } = sizes;
  const image = height * width * channels;
  const images = Math.min(count, imagesPerPiece(image));
  const piece = new Uint8Array(images * image * bytesOf(type));
  const total = count * image * bytesOf(type);
  let [filled, seen] = [0, 0];
  const take = (): Float32Array => {
    const values = float32Values(piece.subarray(0, filled), sizes);
    const bad = isFloating(type) ? firstNotFinite(values) : -1;
    if (bad >= 0) {
      const before = (seen - filled) / bytesOf(type);
      const found = Number(storedValues(piece.subarray(0, filled), sizes)[bad]);
      throw new UserError(
        `${name}: expected finite float32 numbers, found ${found} in image ${
          Math.floor((before + bad) / image)
        } (counted from 0); leave that image out, or put a number there${
          Number.isNaN(found) ? ", as numpy.nan_to_num does" : ""
        }`,
      );
    }
    filled = 0;
    return values;
  };
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length;) {
      const part = chunk.subarray(start, start + piece.length - filled);
      piece.set(part, filled);
      start += part.length;
      filled += part.length;
      seen += part.length;
      if (seen > total) break;
      if (filled === piece.length) yield take();
    }
    if (seen > total) break;
  }
  if (seen !== total) {
    throw new UserError(
      `${name}: expected ${total} bytes of pixels for ${count} images, found ${
        seen > total ? "more" : seen
      }; the file is damaged`,
    );
  }
  if (filled > 0) yield take();
}

/** The index of the first NaN or infinity; -1 if there is none. */
function firstNotFinite(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return i;
  }
  return -1;
}
