import { UserError } from "../runtime/errors.ts";
import { beginningOf, named, namingFile, skipping } from "./byte_stream.ts";
import { frameAxes } from "./frame_axes.ts";
import type { FrameStack } from "./frame_pairs.ts";
import {
  channelsLast,
  type ImageAxes,
  imageAxes,
  type OpenOptions,
  tupleOf,
} from "./image_axes.ts";
import { checkStack, imagePieces, type ImageStack } from "./image_stack.ts";
import { MOST_HEADER_BYTES, type NpyHeader, npyHeader } from "./npy.ts";
import { valueFormatOf } from "./npy_type.ts";
import { GROUP_BYTES, groupsOf, rowMajor } from "./row_major.ts";
import { bytesOf } from "./value_type.ts";

/** The bytes of a .npy file, wherever it is stored. */
export interface OpenedArray extends Disposable {
  /** Size of the .npy file in bytes, as stated before it is read. */
  readonly size: number;
  /** A note for the user about the place of the array, if it was guessed. */
  readonly note?: string;
  /** The bytes of the .npy file; it may be called once per opening. */
  bytes(): AsyncIterable<Uint8Array>;
}

/** The source of an array of images. */
export interface ArraySource {
  /** The name in messages. */
  readonly name: string;
  /** The expected kind of file, for messages. */
  readonly expected: string;
  open(): Promise<OpenedArray>;
}

/** Largest number of passes over an array in Fortran order. */
const MOST_PASSES = 64;

/**
 * Opens the images of a NumPy array, `(N, H, W)`, `(N, H, W, C)` or `(N, C, H, W)`, of
 * any type that {@linkcode valueFormatOf} knows. At most one piece is in memory,
 * whatever the file states; for an array in Fortran order, {@linkcode GROUP_BYTES} more.
 *
 * @param options channels: the axis of the channels, see {@linkcode imageAxes}.
 * @throws UserError if the array is not valid.
 */
export async function openArrayStack(
  source: ArraySource,
  options: OpenOptions,
): Promise<ImageStack> {
  const opened = await headerOf(source);
  return stackOf(
    source,
    opened,
    (shape) => imageAxes(source.name, shape, options),
  );
}

/**
 * Opens the frames of sequences in a NumPy array, with its axes interpreted by
 * {@linkcode frameAxes}; they are read as by {@linkcode openArrayStack}.
 *
 * @param options channels: the axis of the channels.
 * @throws UserError if the array is not valid.
 */
export async function openArrayFrames(
  source: ArraySource,
  options: OpenOptions = {},
): Promise<FrameStack> {
  const opened = await headerOf(source);
  const axesOf = (shape: readonly number[]) =>
    frameAxes(source.name, shape, options);
  const stack = stackOf(source, opened, (shape) => axesOf(shape).axes);
  const { sequences, frames } = axesOf(opened.header.shape);
  return { stack, lengths: new Array<number>(sequences).fill(frames) };
}

/** @param axesOf Interprets the axes of a shape. */
function stackOf(
  source: ArraySource,
  { header, size, note }: Awaited<ReturnType<typeof headerOf>>,
  axesOf: (shape: readonly number[]) => ImageAxes,
): ImageStack {
  const { name } = source;
  const format = valueFormatOf(name, header.type, header.shape.length);
  const { order, ...axes } = axesOf(header.shape);
  const sizes = { name, ...axes, type: format.type };
  checkStack(sizes);
  checkSize(name, header, size, bytesOf(format.type));
  const notes = [
    ...note === undefined ? [] : [`${name}: ${note}`],
    ...order === "first" ? [channelsNote(sizes, header.shape)] : [],
  ];
  return {
    ...sizes,
    ...notes.length > 0 && { notes },
    async *pieces() {
      const bytes = valueBytes(source, header, bytesOf(format.type));
      const stored = { ...sizes, ...format };
      const values = named(name, source.expected, bytes);
      for await (const piece of imagePieces(stored, values)) {
        yield order === "first" ? channelsLast(piece, sizes) : piece;
      }
    },
  };
}

/** Reads the header of an array, and the size that its file states. */
function headerOf({ name, expected, open }: ArraySource) {
  return namingFile(name, expected, async () => {
    using array = await open();
    const header = await beginningOf(
      array.bytes(),
      (bytes) => npyHeader(bytes, name),
      MOST_HEADER_BYTES,
    );
    if (header === undefined) throw new Error("an array without a header");
    return { header, size: array.size, note: array.note };
  });
}

/** @throws UserError if the file has another size, or takes too many passes. */
function checkSize(
  name: string,
  { shape, start, fortranOrder }: NpyHeader,
  size: number,
  valueBytes: number,
): void {
  const expected = start + shape.reduce((a, b) => a * b, valueBytes);
  if (size !== expected) {
    throw new UserError(
      `${name}: expected ${expected} bytes for this shape, found ${size}; the file is damaged`,
    );
  }
  if (fortranOrder && groupsOf({ shape, valueBytes }).passes > MOST_PASSES) {
    throw new UserError(
      `${name}: expected at most ${
        MOST_PASSES * GROUP_BYTES / 2 ** 30
      } GiB in Fortran order, found ${size} bytes; store numpy.ascontiguousarray of it`,
    );
  }
}

/** Reads the bytes of the values, row-major. */
function valueBytes(
  source: ArraySource,
  { shape, start, fortranOrder }: NpyHeader,
  valueBytes: number,
): AsyncIterable<Uint8Array> {
  const stored = async function* () {
    using array = await source.open();
    yield* skipping(start, array.bytes());
  };
  return fortranOrder ? rowMajor({ shape, valueBytes }, stored) : stored();
}

/** Makes a note for the user that the channels were taken as first. */
function channelsNote(
  { name, count, height, width, channels }: ImageAxes & {
    readonly name: string;
  },
  shape: readonly number[],
): string {
  return `${name}: ${
    tupleOf(shape)
  } read with the channels first, as ${count} images of ${height} x ${width} pixels with ${channels} channel${
    channels === 1 ? "" : "s"
  }`;
}
