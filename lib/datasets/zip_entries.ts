import { type Entry, type FileEntry, Reader, ZipReader } from "@zip.js/zip.js";
import { UserError } from "../runtime/errors.ts";
import { CHUNK_BYTES, firstBytes, readWhile } from "./byte_stream.ts";
import { contentOf } from "./file_content.ts";
import type { FileStore, OpenedFile } from "./file_store.ts";
import { shownName } from "./npz_entry.ts";

/**
 * Lists the entries of a zip archive.
 *
 * @throws UserError if it contains a path outside of itself.
 * @throws Error if it is not an archive.
 */
export async function entriesOf(
  path: string,
  source: StoredFileReader,
): Promise<Entry[]> {
  try {
    const zip = new ZipReader(source, { filenameValidation: "strict" });
    return await zip.getEntries();
  } catch (error) {
    const { filename } = error as { filename?: string };
    if (filename === undefined) throw await notRead(path, error, source.files);
    throw new UserError(
      `${path}: expected plain names in the archive, found ${
        shownName(filename)
      }; write it anew with numpy.savez`,
      { cause: error },
    );
  }
}

/**
 * Makes the error for a file that is not a readable archive, with its kind, if that is
 * known.
 */
async function notRead(
  path: string,
  cause: unknown,
  files: FileStore,
): Promise<unknown> {
  if (cause instanceof ReadingError) return cause;
  const content = contentOf(
    await firstBytes(path, files).catch(() => SOME_BYTES),
  );
  if (content === undefined) return cause;
  const { kind, words } = content;
  if (kind === "zip") {
    const why = cause instanceof Error ? cause.message : String(cause);
    const advice = /not supported|Split|Ambiguous/.test(why)
      ? "write the arrays anew with numpy.savez"
      : "the file is cut off or damaged: copy or download it again";
    return new Error(`${why}; ${advice}`, { cause });
  }
  const more = kind === "idx" || kind === "npy"
    ? "; give two of them, x0 and xt"
    : "";
  return new Error(`${words}${more}`, { cause });
}

/** Placeholder bytes that belong to no file. */
const SOME_BYTES = Uint8Array.of(0);

/** Unpacks the bytes of an entry while they are read; at the end the CRC is checked. */
export function entryBytes(entry: FileEntry): AsyncIterable<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writing = entry.getData(writable, {
    checkSignature: true,
    useWebWorkers: false,
  });
  // Errors are reported to the reader of the stream.
  const told = writing.catch(async (error) => {
    await writable.abort(error).catch(() => {});
    throw error;
  });
  return readWhile(readable, told);
}

/** Largest number of bytes per read; only a very large directory would take more. */
const MOST_BYTES = 2 ** 20;

/** The error of a file that cannot be read further, whatever its kind. */
class ReadingError extends Error {}

/** Reads parts of a file for the zip library, one call at a time. */
export class StoredFileReader extends Reader<string> {
  /** Number of bytes that are read at a time. */
  chunkBytes = CHUNK_BYTES;
  readonly files: FileStore;
  readonly #path: string;
  #file: OpenedFile | undefined;

  constructor(path: string, files: FileStore) {
    super(path);
    this.files = files;
    this.#path = path;
  }

  override async init(): Promise<void> {
    await super.init?.();
    this.#file = await this.files.open(this.#path);
    this.size = this.#file.size;
  }

  override createReadable(
    range?: { readonly offset?: number; readonly size?: number },
  ): ReadableStream<Uint8Array> {
    return super.createReadable({ ...range, chunkSize: this.chunkBytes });
  }

  override async readUint8Array(
    index: number,
    length: number,
  ): Promise<Uint8Array> {
    const file = this.#file;
    if (file === undefined) throw new ReadingError("a closed file");
    const there = Math.max(0, Math.min(length, this.size - index));
    if (there > MOST_BYTES) {
      throw new ReadingError(
        `a directory of ${there} bytes; at most ${MOST_BYTES} are read`,
      );
    }
    const bytes = new Uint8Array(there);
    let filled = 0;
    while (filled < there) {
      const read = await file.read(bytes.subarray(filled), index + filled);
      if (read === 0) {
        throw new ReadingError("a file that has become shorter");
      }
      filled += read;
    }
    return bytes;
  }

  close(): void {
    this.#file?.[Symbol.dispose]();
    this.#file = undefined;
  }
}
