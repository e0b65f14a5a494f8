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
  /** Path, for messages. */
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
  /** How its values are stored. */
  readonly type: ValueType;
  /**
   * Decisions made when it was opened, for the user to check: one sentence each.
   * Absent where nothing was.
   */
  readonly notes?: readonly string[];
  /**
   * All images from the first on, in pieces of whole images: unsigned integers as
   * 0 to 1, other numbers as they are. Every call begins anew. A file that is
   * damaged at its end is known to be at the end only.
   *
   * @throws UserError when the file turns out damaged, or holds no number.
   */
  pieces(): AsyncGenerator<Float32Array>;
}

/** Sides of an image, in pixels, and how many images a stack may have. */
export const LEAST_SIDE = 8, LARGEST_SIDE = 512, MOST_IMAGES = 1e6;

/** Channels that a stack may have. */
export const MOST_CHANNELS = 16;

/** About how many values a piece has. */
const PIECE_VALUES = 2 ** 20;

/** Images that a piece has, of so many values each: at least one. */
export const imagesPerPiece = (values: number): number =>
  Math.max(1, Math.floor(PIECE_VALUES / values));

/**
 * @param stack Its sizes, as a file states them.
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
 * @param sizes The stack's sizes, and how its values are stored.
 * @param chunks The bytes of all images, in any cuts.
 * @throws UserError for bytes too many or too few, and for a value that is no
 * finite number.
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

/** Where the first NaN or infinity is; -1 where there is none. */
function firstNotFinite(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return i;
  }
  return -1;
}
