import { UserError } from "../runtime/errors.ts";
import { beginningOf, named, namingFile, skipping } from "./byte_stream.ts";
import {
  channelsLast,
  type ImageAxes,
  imageAxes,
  type OpenOptions,
  tupleOf,
} from "./image_axes.ts";
import {
  bytesOf,
  checkStack,
  imagePieces,
  type ImageStack,
} from "./image_stack.ts";
import { MOST_HEADER_BYTES, type NpyHeader, npyHeader } from "./npy.ts";
import { openArchive } from "./npz_archive.ts";
import { valueTypeOf } from "./npy_type.ts";

/** What an archive has to be, for messages. */
const WHOLE = "a whole .npz archive";

/**
 * The images of one array of a NumPy .npz archive, `(N, H, W)`, `(N, H, W, C)` or
 * `(N, C, H, W)`, uint8 or floating-point. Nothing is unpacked to disk, and no
 * more than a piece is in memory, whatever the archive says of itself.
 *
 * @param path The archive.
 * @param array The array's name, for example `x0`.
 * @param options channels: which axis holds them, see {@linkcode imageAxes}.
 * @throws UserError when the archive or the array is not what it should be.
 */
export async function openNpzStack(
  path: string,
  array: string,
  options: OpenOptions = {},
): Promise<ImageStack> {
  const name = `${path}, array ${array}`;
  const { header, size, stored } = await namingFile(name, WHOLE, async () => {
    using archive = await openArchive(path, array);
    const header = await beginningOf(
      archive.bytes(),
      (bytes) => npyHeader(bytes, name),
      MOST_HEADER_BYTES,
    );
    if (header === undefined) throw new Error("an array without a header");
    return { header, size: archive.size, stored: archive.name };
  });
  const { order, ...axes } = imagesOf(name, header, options);
  const sizes = { name, ...axes };
  checkStack(sizes);
  const { count, height, width, channels, type } = sizes;
  const expected = header.start +
    count * height * width * channels * bytesOf(type);
  if (size !== expected) {
    throw new UserError(
      `${name}: expected ${expected} bytes for this shape, found ${size}; the file is damaged`,
    );
  }
  const notes = notesOf({ ...sizes, order }, header.shape, array, stored);
  return {
    ...sizes,
    ...notes.length > 0 && { notes },
    async *pieces() {
      using archive = await namingFile(
        name,
        WHOLE,
        () => openArchive(path, array),
      );
      const values = skipping(header.start, archive.bytes());
      for await (
        const piece of imagePieces(sizes, named(name, WHOLE, values))
      ) {
        yield order === "first" ? channelsLast(piece, sizes) : piece;
      }
    },
  };
}

/** How an array is one of images. */
function imagesOf(
  name: string,
  { shape, type }: NpyHeader,
  options: OpenOptions,
) {
  const known = valueTypeOf(name, type, shape.length);
  return { ...imageAxes(name, shape, options), type: known };
}

/** Notes for the user on how an array was read. */
function notesOf(
  { name, count, height, width, channels, order }: ImageAxes & {
    readonly name: string;
  },
  shape: readonly number[],
  array: string,
  stored: string,
): string[] {
  const images =
    `${count} images of ${height} x ${width} pixels with ${channels} channel${
      channels === 1 ? "" : "s"
    }`;
  return [
    ...stored === array ? [] : [`${name}: read from the array ${stored}`],
    ...order === "first"
      ? [
        `${name}: ${tupleOf(shape)} read with the channels first, as ${images}`,
      ]
      : [],
  ];
}
