import { CHUNK_BYTES, PACKED_CHUNK_BYTES } from "./byte_stream.ts";
import { disk } from "./disk.ts";
import type { FileStore } from "./file_store.ts";
import { arrayNameOf, arraysIn, entryOf, STORED } from "./npz_entry.ts";
import { entriesOf, entryBytes, StoredFileReader } from "./zip_entries.ts";

/** One array of an archive, as a stream. */
export interface ArchivedArray extends Disposable {
  /** Its name in the archive, without folders and `.npy`. */
  readonly name: string;
  /** Bytes that it unpacks to, as the archive says. */
  readonly size: number;
  /** The array's .npy file, as fast as it is read; then its CRC is checked. */
  bytes(): AsyncIterable<Uint8Array>;
}

/**
 * Opens one array of a NumPy .npz archive, found as {@linkcode entryOf} says.
 *
 * @param path The archive.
 * @param array The array's name, without `.npy`.
 * @throws UserError when the archive does not hold just one array of the name,
 * or names a file outside of itself.
 * @throws Error when it is no archive.
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
 * The names of an archive's arrays, without folders and `.npy`.
 *
 * @throws UserError when it names a file outside of itself.
 * @throws Error when it is no archive.
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
