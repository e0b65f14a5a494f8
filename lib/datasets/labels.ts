import { UserError } from "../runtime/errors.ts";
import { joinedBytes } from "../runtime/joined_bytes.ts";
import { fileBytes, firstOf, namingFile } from "./byte_stream.ts";
import { disk } from "./disk.ts";
import { contentOf } from "./file_content.ts";
import type { FileStore } from "./file_store.ts";
import { parseIdxLabels } from "./idx.ts";
import { tupleOf } from "./image_axes.ts";
import { MOST_IMAGES } from "./image_stack.ts";
import { MOST_HEADER_BYTES, npyHeader } from "./npy.ts";
import { valueFormatOf } from "./npy_type.ts";
import { arrayNames, openArchive } from "./npz_archive.ts";
import { bytesOf, storedValues } from "./value_type.ts";

/** Largest size of a file: a label of 8 bytes for each of a million images. */
const MOST_BYTES = MOST_HEADER_BYTES + 8 * MOST_IMAGES;

const EXPECTED =
  "labels as a .npy file, an .npz archive with the array labels or an idx file";

/** Names of the arrays of an archive that contain images. */
const IMAGE_ARRAYS = ["x0", "xt", "frames", "images"];

/**
 * Reads one label per image: a .npy file of shape (N,) or (N, 1), an .npz archive with
 * the array `labels` or only one array besides those of images, or an idx file of
 * labels, gzipped or not. The numbers may have any type that arrays of images may have.
 *
 * @param files Where the file is; the disk by default.
 * @throws UserError if the file contains anything else, or a number that is not an
 * integer.
 */
export async function readLabels(
  path: string,
  files: FileStore = disk,
): Promise<Float64Array> {
  const labels = await namingFile(path, EXPECTED, async () => {
    const bytes = () => fileBytes(path, files);
    const content = contentOf(await firstOf(bytes()));
    switch (content?.kind) {
      case "idx":
        return parseIdxLabels(await whole(bytes()), path);
      case "zip":
        return await archivedLabels(path, files);
      case "npy":
      case undefined:
        return arrayOfLabels(await whole(bytes()), path);
      default:
        throw new Error(content!.words);
    }
  });
  const wrong = labels.findIndex((label) => !Number.isSafeInteger(label));
  if (wrong < 0) return Float64Array.from(labels);
  throw new UserError(
    `${path}: expected integers as labels, found ${
      labels[wrong]
    } at ${wrong} (counted from 0)`,
  );
}

async function archivedLabels(
  path: string,
  files: FileStore,
): Promise<Float64Array> {
  const names = await arrayNames(path, files);
  const others = names.filter((name) => !IMAGE_ARRAYS.includes(name));
  const array = others.length === 1 ? others[0] : "labels";
  if (!others.includes(array)) {
    throw new Error(
      `the arrays ${names.join(", ")}; name that of the labels "labels"`,
    );
  }
  using archived = await openArchive(path, array, files);
  return arrayOfLabels(
    await whole(archived.bytes()),
    `${path}, array ${array}`,
  );
}

function arrayOfLabels(bytes: Uint8Array, name: string): Float64Array {
  const header = npyHeader(bytes, name);
  if (header === undefined) throw new Error("a file that is cut off");
  const { shape, type, start } = header;
  const format = valueFormatOf(name, type, shape.length);
  const isList = shape.length === 1 || shape.length === 2 && shape[1] === 1;
  if (!isList) {
    throw new UserError(
      `${name}: expected the shape (N,) of one label per image, found ${
        tupleOf(shape)
      }`,
    );
  }
  const expected = start + shape[0] * bytesOf(format.type);
  if (bytes.length !== expected) {
    throw new UserError(
      `${name}: expected ${expected} bytes for this shape, found ${bytes.length}; the file is damaged`,
    );
  }
  return Float64Array.from(
    storedValues(bytes.subarray(start), format) as Iterable<number>,
    Number,
  );
}

/** Reads all bytes of a stream. */
async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > MOST_BYTES) {
      throw new Error(`more than ${MOST_BYTES} bytes`);
    }
    parts.push(chunk);
  }
  return joinedBytes(parts);
}
