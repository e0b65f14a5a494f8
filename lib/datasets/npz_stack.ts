import { UserError } from "../runtime/errors.ts";
import { beginningOf, named, namingFile, skipping } from "./byte_stream.ts";
import {
  bytesOf,
  checkStack,
  imagePieces,
  type ImageStack,
  type ValueType,
} from "./image_stack.ts";
import { MOST_HEADER_BYTES, type NpyHeader, npyHeader } from "./npy.ts";
import { openArchive } from "./npz_archive.ts";

/** What an archive has to be, for messages. */
const WHOLE = "a whole .npz archive";

/** NumPy's names of the types that images may have. */
const TYPES: Readonly<Record<string, ValueType>> = {
  "|u1": "uint8",
  "<u1": "uint8",
  "<f4": "float32",
  "<f8": "float64",
};

/**
 * The images of one array of a NumPy .npz archive, `(N, H, W)` or
 * `(N, H, W, C)`, uint8 or floating-point. Nothing is unpacked to disk, and no
 * more than a piece is in memory, whatever the archive says of itself.
 *
 * @param path The archive.
 * @param array The array's name, for example `x0`.
 * @throws UserError when the archive or the array is not what it should be.
 */
export async function openNpzStack(
  path: string,
  array: string,
): Promise<ImageStack> {
  const name = `${path}, array ${array}`;
  const { header, size } = await namingFile(name, WHOLE, async () => {
    using archive = await openArchive(path, array);
    const header = await beginningOf(
      archive.bytes(),
      (bytes) => npyHeader(bytes, name),
      MOST_HEADER_BYTES,
    );
    if (header === undefined) throw new Error("an array without a header");
    return { header, size: archive.size };
  });
  const sizes = { name, ...imagesOf(name, header) };
  checkStack(sizes);
  const { count, height, width, channels, type } = sizes;
  const expected = header.start +
    count * height * width * channels * bytesOf(type);
  if (size !== expected) {
    throw new UserError(
      `${name}: expected ${expected} bytes for this shape, found ${size}; the file is damaged`,
    );
  }
  return {
    ...sizes,
    async *pieces() {
      using archive = await namingFile(
        name,
        WHOLE,
        () => openArchive(path, array),
      );
      const values = skipping(header.start, archive.bytes());
      yield* imagePieces(sizes, named(name, WHOLE, values));
    },
  };
}

/** How an array is one of images. */
function imagesOf(name: string, { shape, type }: NpyHeader) {
  const known = TYPES[type] as ValueType | undefined;
  if (known === undefined) {
    throw new UserError(
      `${name}: expected uint8, float32 or float64, found ${type}; convert it with .astype(numpy.float32)`,
    );
  }
  if (shape.length < 3 || shape.length > 4) {
    throw new UserError(
      `${name}: expected the shape (N, H, W) or (N, H, W, C), found (${
        shape.slice(0, 8).join(", ")
      })`,
    );
  }
  const [count, height, width, channels = 1] = shape;
  return { count, height, width, channels, type: known };
}
