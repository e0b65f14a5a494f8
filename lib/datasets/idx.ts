import type { ImageSet } from "./types.ts";

/**
 * The magic number of images: two zero bytes, 0x08 for unsigned bytes, 3 for the number
 * of dimensions.
 */
const MAGIC = 0x0000_0803;
/** The magic number of a file with one dimension, such as MNIST's labels. */
const MAGIC_OF_LABELS = 0x0000_0801;
/** Number of bytes before the pixels. */
export const IDX_HEADER_BYTES = 16;

/** Number and size of the images in an idx file. */
export interface IdxSizes {
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Reads the header of an idx file of images: four big-endian 32-bit integers
 * (magic number, count, rows, columns).
 *
 * @param bytes the file's beginning
 * @param name name of the file, for messages
 * @throws {RangeError} if the header is not valid, or the file has no pixels
 */
export function idxHeader(bytes: Uint8Array, name: string): IdxSizes {
  if (bytes.length < IDX_HEADER_BYTES) {
    throw new RangeError(
      `${name}: expected an idx header of ${IDX_HEADER_BYTES} bytes, found ${bytes.length} bytes`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  if (magic !== MAGIC) {
    throw new RangeError(
      `${name}: expected the magic number ${
        hex(MAGIC)
      } of idx images (unsigned bytes, 3 dimensions), found ${hex(magic)}${
        magic === MAGIC_OF_LABELS
          ? " of labels; take the file of the images"
          : ""
      }`,
    );
  }
  const [count, height, width] = [4, 8, 12].map((at) => view.getUint32(at));
  if (count === 0 || height === 0 || width === 0) {
    throw new RangeError(
      `${name}: expected at least one image of at least one pixel, found ${count} of ${height} x ${width}`,
    );
  }
  return { count, height, width };
}

/**
 * Parses the images of an idx file, the format of MNIST: a header, then one byte per
 * pixel.
 *
 * @param bytes the whole file, decompressed
 * @param name name of the file, for messages, and of the set
 * @returns images of one channel, byte / 255
 * @throws {RangeError} if the header or the number of bytes is wrong
 */
export function parseIdxImages(bytes: Uint8Array, name: string): ImageSet {
  const { count, height, width } = idxHeader(bytes, name);
  const expected = IDX_HEADER_BYTES + count * height * width;
  if (bytes.length !== expected) {
    throw new RangeError(
      `${name}: expected ${expected} bytes for ${count} images of ${height} x ${width}, found ${bytes.length} bytes`,
    );
  }
  const pixels = new Float32Array(count * height * width);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = bytes[IDX_HEADER_BYTES + i] / 255;
  }
  return { name, count, height, width, channels: 1, pixels };
}

/** Number of bytes before the labels. */
const LABEL_HEADER_BYTES = 8;

/**
 * Parses the labels of an idx file: a header of two big-endian 32-bit integers (magic
 * number, count), then one byte per label.
 *
 * @param bytes the whole file, decompressed
 * @param name name of the file, for messages
 * @throws {RangeError} if the header or the number of bytes is wrong
 */
export function parseIdxLabels(bytes: Uint8Array, name: string): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length > LABEL_HEADER_BYTES;
  const count = bytes.length - LABEL_HEADER_BYTES;
  if (
    !whole || view.getUint32(0) !== MAGIC_OF_LABELS ||
    view.getUint32(4) !== count
  ) {
    throw new RangeError(
      `${name}: expected idx labels, one byte each after a header of ${LABEL_HEADER_BYTES} bytes, found ${bytes.length} bytes that begin otherwise`,
    );
  }
  return bytes.slice(LABEL_HEADER_BYTES);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
