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

/**
 * Writes a NumPy .npz archive, whole or not at all; in memory is what its
 * arrays hand over at a time.
 *
 * @throws UserError when the file cannot be written.
 */
export async function writeNpz(
  path: string,
  arrays: readonly StreamedArray[],
): Promise<void> {
  await writeWholeBy(path, async (file) => {
    const zip = new ZipWriter(file.writable, {
      level: 0,
      useWebWorkers: false,
      zip64: true,
    });
    for (const array of arrays) {
      await zip.add(`${array.name}.npy`, ReadableStream.from(npyBytes(array)));
    }
    await zip.close();
  });
}

async function* npyBytes(
  { shape, type, bytes }: StreamedArray,
): AsyncGenerator<Uint8Array> {
  yield encodeNpyHeader(shape, type);
  yield* bytes();
}
