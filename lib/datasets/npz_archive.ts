import { CHUNK_BYTES, PACKED_CHUNK_BYTES } from "./byte_stream.ts";
import { disk } from "./disk.ts";
import type { FileStore } from "./file_store.ts";
import { arrayNameOf, arraysIn, entryOf, STORED } from "./npz_entry.ts";
import { entriesOf, entryBytes, StoredFileReader } from "./zip_entries.ts";

/** One array of an archive, as a stream. */
export interface ArchivedArray extends Disposable {
  /** Its name in the archive, without folders and `.npy`. */
  readonly name: string;
  /** Its unpacked size in bytes, as the archive states it. */
  readonly size: number;
  /** Unpacks the array's .npy file while it is read; at its end the CRC is checked. */
  bytes(): AsyncIterable<Uint8Array>;
}

/**
 * Opens one array of a NumPy .npz archive, which {@linkcode entryOf} finds.
 *
 * @param path Path of the archive.
 * @param array The array's name, without `.npy`.
 * @throws UserError if the archive does not contain exactly one array of the name, or
 * contains a path outside of itself.
 * @throws Error if it is not an archive.
 */
export async function openArchive(
  path: string,
  array: string,
  files: FileStore = disk,
): Promise<ArchivedArray> {
  const source = new StoredFileReader(path, files);
  try {
    const entry = entryOf(path, array, await entriesOf(path, source));
    source.chunkBytes = entry.compressionMethod === STORED
      ? CHUNK_BYTES
      : PACKED_CHUNK_BYTES;
    return {
      name: arrayNameOf(entry),
      size: entry.uncompressedSize,
      bytes: () => entryBytes(entry),
      [Symbol.dispose]: () => source.close(),
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

/**
 * Lists the names of an archive's arrays, without folders and `.npy`.
 *
 * @throws UserError if it contains a path outside of itself.
 * @throws Error if it is not an archive.
 */
export async function arrayNames(
  path: string,
  files: FileStore = disk,
): Promise<string[]> {
  const source = new StoredFileReader(path, files);
  try {
    const entries = await entriesOf(path, source);
    return arraysIn(entries).map(arrayNameOf);
  } finally {
    source.close();
  }
}
