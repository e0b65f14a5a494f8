import { type Entry, type FileEntry, Reader, ZipReader } from "@zip.js/zip.js";
import { UserError } from "../runtime/errors.ts";
import { CHUNK_BYTES, firstBytes, readWhile } from "./byte_stream.ts";
import { contentOf } from "./file_content.ts";
import type { FileStore, OpenedFile } from "./file_store.ts";
import { shownName } from "./npz_entry.ts";

/**
 * The entries of a zip archive.
 *
 * @throws UserError when it names a file outside of itself.
 * @throws Error when it is no archive.
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

/** Why a file was not read as an archive: what it is instead, if that is known. */
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

/** Bytes of no file. */
const SOME_BYTES = Uint8Array.of(0);

/** The bytes of an entry, as fast as they are read; then its CRC is checked. */
export function entryBytes(entry: FileEntry): AsyncIterable<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writing = entry.getData(writable, {
    checkSignature: true,
    useWebWorkers: false,
  });
  // What goes wrong is told where the stream is read.
  const told = writing.catch(async (error) => {
    await writable.abort(error).catch(() => {});
    throw error;
  });
  return readWhile(readable, told);
}

/** More is asked for only where an archive has a directory that large. */
const MOST_BYTES = 2 ** 20;

/** A file that is not read on, whatever it is. */
class ReadingError extends Error {}

/** Reads a file as an archive needs it; one call at a time. */
export class StoredFileReader extends Reader<string> {
  /** Bytes that are read at a time. */
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
