import { ZipWriter } from "@zip.js/zip.js";
import { writeWholeBy } from "../runtime/files.ts";
import { encodeNpyHeader } from "./npy.ts";

/** An array whose values are computed while it is written. */
export interface StreamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: "|u1" | "<f4" | "<f8";
  /** The bytes of its values, little-endian, in order. */
  bytes(): AsyncIterable<Uint8Array>;
}

/** A fixed date (the earliest of the format), so that equal arrays give equal files. */
const DATE = new Date(1980, 0, 1);

/**
 * Writes a NumPy .npz archive, completely or not at all. Only the current chunk of an
 * array is in memory.
 *
 * @throws UserError if the file cannot be written; any error of an array.
 */
export async function writeNpz(
  path: string,
  arrays: readonly StreamedArray[],
): Promise<void> {
  await writeWholeBy(path, async (file) => {
    const zip = new ZipWriter(file.writable, {
      level: 0,
      useWebWorkers: false,
      zip64: sizeOf(arrays) > MOST_WITHOUT_ZIP64,
    });
    for (const array of arrays) {
      const bytes = ReadableStream.from(npyBytes(array));
      await zip.add(`${array.name}.npy`, bytes, { lastModDate: DATE });
    }
    await zip.close();
  });
}

/**
 * Largest size without ZIP64, which not every reader supports: 4 GiB less 1 MiB for
 * headers.
 */
const MOST_WITHOUT_ZIP64 = 2 ** 32 - 2 ** 20;

const ITEM_BYTES = { "|u1": 1, "<f4": 4, "<f8": 8 } as const;

/** The number of bytes of all values. */
const sizeOf = (arrays: readonly StreamedArray[]): number =>
  arrays.reduce(
    (sum, { shape, type }) =>
      sum + shape.reduce((product, size) => product * size, ITEM_BYTES[type]),
    0,
  );

async function* npyBytes(
  { shape, type, bytes }: StreamedArray,
): AsyncGenerator<Uint8Array> {
  yield encodeNpyHeader(shape, type);
  yield* bytes();
}
