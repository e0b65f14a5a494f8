import { type FileEntry, Reader, ZipReader } from "@zip.js/zip.js";
import { UserError } from "../runtime/errors.ts";
import { CHUNK_BYTES, PACKED_CHUNK_BYTES, readWhile } from "./byte_stream.ts";

/** One array of an archive, as a stream. */
export interface ArchivedArray extends Disposable {
  /** Bytes that it unpacks to, as the archive says. */
  readonly size: number;
  /** The array's .npy file, as fast as it is read; then its CRC is checked. */
  bytes(): AsyncIterable<Uint8Array>;
}

/**
 * Opens one array of a NumPy .npz archive.
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
): Promise<ArchivedArray> {
  const source = new FileReader(path);
  try {
    const entry = entryOf(path, array, await entriesOf(path, source));
    source.chunkBytes = entry.compressionMethod === STORED
      ? CHUNK_BYTES
      : PACKED_CHUNK_BYTES;
    return {
      size: entry.uncompressedSize,
      bytes: () => streamOf(entry),
      [Symbol.dispose]: () => source.close(),
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

const STORED = 0;

async function entriesOf(path: string, source: FileReader) {
  try {
    const zip = new ZipReader(source, { filenameValidation: "strict" });
    return await zip.getEntries();
  } catch (error) {
    const { filename } = error as { filename?: string };
    if (filename === undefined) throw error;
    throw new UserError(
      `${path}: expected plain names in the archive, found ${
        shown(filename)
      }; write it anew with numpy.savez`,
      { cause: error },
    );
  }
}

type Entry = Awaited<ReturnType<typeof entriesOf>>[number];

function entryOf(
  path: string,
  array: string,
  entries: readonly Entry[],
): FileEntry {
  const found = entries.filter(({ filename }) => filename === `${array}.npy`);
  const wrong = (what: string) => {
    throw new UserError(
      `${path}: expected one array ${array}, found ${what}; numpy.savez(path, ${
        array === "images" ? "images=..." : "x0=..., xt=..."
      }) writes it`,
    );
  };
  if (found.length > 1) wrong(`${found.length}`);
  const [entry] = found;
  if (entry === undefined) {
    const names = entries.slice(0, 5).map(({ filename }) => shown(filename));
    const more = entries.length > 5 ? ", ..." : "";
    return wrong(names.length > 0 ? `${names.join(", ")}${more}` : "none")!;
  }
  if (entry.directory) return wrong("a folder of this name")!;
  if (entry.encrypted) return wrong("an encrypted one")!;
  return entry;
}

/** A name of the archive's, for a message. */
const shown = (name: string): string => JSON.stringify(name.slice(0, 60));

function streamOf(entry: FileEntry): AsyncIterable<Uint8Array> {
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

/** Reads a file as an archive needs it; one call at a time. */
class FileReader extends Reader<string> {
  /** Bytes that are read at a time. */
  chunkBytes = CHUNK_BYTES;
  readonly #path: string;
  #file: Deno.FsFile | undefined;

  constructor(path: string) {
    super(path);
    this.#path = path;
  }

  override async init(): Promise<void> {
    await super.init?.();
    this.#file = await Deno.open(this.#path);
    this.size = (await this.#file.stat()).size;
  }

  override createReadable(
    range?: { readonly offset?: number; readonly size?: number },
  ): ReadableStream<Uint8Array> {
    return super.createReadable({ ...range, chunkSize: this.chunkBytes });
  }

  // deno-lint-ignore require-await -- an error is to reject
  override async readUint8Array(
    index: number,
    length: number,
  ): Promise<Uint8Array> {
    const file = this.#file;
    if (file === undefined) throw new Error("a closed file");
    const there = Math.max(0, Math.min(length, this.size - index));
    if (there > MOST_BYTES) {
      throw new Error(
        `a directory of ${there} bytes; at most ${MOST_BYTES} are read`,
      );
    }
    const bytes = new Uint8Array(there);
    file.seekSync(index, Deno.SeekMode.Start);
    let filled = 0;
    while (filled < there) {
      const read = file.readSync(bytes.subarray(filled));
      if (read === null) throw new Error("a file that has become shorter");
      filled += read;
    }
    return bytes;
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}
