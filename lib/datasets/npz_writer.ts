import { ZipWriter } from "@zip.js/zip.js";
import { writeWholeBy } from "../runtime/files.ts";
import { encodeNpyHeader } from "./npy.ts";

/** An array that is made while it is written. */
export interface StreamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: "|u1" | "<f4" | "<f8";
  /** Its values' bytes, little-endian, in order. */
  bytes(): AsyncIterable<Uint8Array>;
}

/** The earliest that an archive can state: the same arrays are the same file. */
const DATE = new Date(1980, 0, 1);

/**
 * Writes a NumPy .npz archive, whole or not at all; in memory is what its
 * arrays hand over at a time.
 *
 * @throws UserError when the file cannot be written; what an array throws.
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

/** Not every reader knows archives beyond 4 GiB; headers take less than 1 MiB. */
const MOST_WITHOUT_ZIP64 = 2 ** 32 - 2 ** 20;

const ITEM_BYTES = { "|u1": 1, "<f4": 4, "<f8": 8 } as const;

/** Bytes of all values. */
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
