import { type FileEntry, Reader, ZipReader } from "@zip.js/zip.js";
import { UserError } from "../runtime/errors.ts";
import {
  CHUNK_BYTES,
  firstBytes,
  PACKED_CHUNK_BYTES,
  readWhile,
} from "./byte_stream.ts";
import { contentOf } from "./file_content.ts";

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
 * Opens one array of a NumPy .npz archive.
 *
 * An array in a folder inside of the archive is found by its own name. Arrays that
 * have no names (`numpy.savez(path, a, b)`) are x0 and xt in this order, and one
 * alone is `images`.
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
      name: baseOf(entry.filename),
      size: entry.uncompressedSize,
      bytes: () => streamOf(entry),
      [Symbol.dispose]: () => source.close(),
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

/** Numbers of the methods of compression that are read (PKWARE APPNOTE 4.4.5). */
const STORED = 0, DEFLATED = 8, DEFLATED64 = 9;

/** Some of those that are not. */
const METHODS: Readonly<Record<number, string>> = {
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "XZ",
};

async function entriesOf(path: string, source: FileReader) {
  try {
    const zip = new ZipReader(source, { filenameValidation: "strict" });
    return await zip.getEntries();
  } catch (error) {
    const { filename } = error as { filename?: string };
    if (filename === undefined) throw await notRead(path, error);
    throw new UserError(
      `${path}: expected plain names in the archive, found ${
        shown(filename)
      }; write it anew with numpy.savez`,
      { cause: error },
    );
  }
}

/** Why a file was not read as an archive: what it is instead, if that is known. */
async function notRead(path: string, cause: unknown): Promise<unknown> {
  if (cause instanceof ReadingError) return cause;
  const content = contentOf(await firstBytes(path).catch(() => SOME_BYTES));
  if (content === undefined) return cause;
  const { kind, words } = content;
  if (kind === "zip") {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new Error(`${why}; the file is cut off or damaged: copy it again`, {
      cause,
    });
  }
  const more = kind === "idx" ? "; give two of them, x0 and xt" : "";
  return new Error(`${words}${more}`, { cause });
}

/** Bytes of no file. */
const SOME_BYTES = Uint8Array.of(0);

type Entry = Awaited<ReturnType<typeof entriesOf>>[number];

function entryOf(
  path: string,
  array: string,
  entries: readonly Entry[],
): FileEntry {
  const found = entriesNamed(array, entries);
  const wrong = (what: string, advice = `${savez(array)} writes it`): never => {
    throw new UserError(
      `${path}: expected one array ${array}, found ${what}; ${advice}`,
    );
  };
  if (found.length > 1) return wrong(`${found.length}`);
  const [entry] = found;
  if (entry === undefined) {
    const names = entries.slice(0, 5).map(({ filename }) => shown(filename));
    const more = entries.length > 5 ? ", ..." : "";
    return wrong(names.length > 0 ? `${names.join(", ")}${more}` : "none");
  }
  if (entry.directory) return wrong("a folder of this name");
  if (entry.encrypted) {
    return wrong(
      "an encrypted one",
      "unpack it, and zip it without a password",
    );
  }
  if (![STORED, DEFLATED, DEFLATED64].includes(entry.compressionMethod)) {
    const method = METHODS[entry.compressionMethod] ?? "another method";
    return wrong(
      `one compressed with ${method}`,
      "load it in NumPy and write it anew with numpy.savez_compressed",
    );
  }
  return entry;
}

const savez = (array: string): string =>
  `numpy.savez(path, ${array === "images" ? "images=..." : "x0=..., xt=..."})`;

/** The entries that may be meant by an array's name, the nearest kind of them. */
function entriesNamed(array: string, entries: readonly Entry[]): Entry[] {
  const exact = entries.filter(({ filename }) => filename === `${array}.npy`);
  if (exact.length > 0) return exact;
  // macOS puts a second, hidden file beside each.
  const arrays = entries.filter(({ filename, directory }) =>
    !directory && filename.endsWith(".npy") && !/(^|\/)\._/.test(filename)
  );
  const within = arrays.filter(({ filename }) => baseOf(filename) === array);
  return within.length > 0 ? within : unnamed(array, arrays);
}

/** Arrays that NumPy gave numbers, in the place of names. */
function unnamed(array: string, arrays: readonly Entry[]): Entry[] {
  const names = array === "images" ? ["images"] : ["x0", "xt"];
  const numbered = names.map((_, i) =>
    arrays.filter(({ filename }) => filename === `arr_${i}.npy`)
  );
  const at = names.indexOf(array);
  const all = numbered.flat().length === names.length;
  return all && arrays.length === names.length && at >= 0 ? numbered[at] : [];
}

const baseOf = (filename: string): string =>
  filename.slice(filename.lastIndexOf("/") + 1).replace(/\.npy$/, "");

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

/** A file that is not read on, whatever it is. */
class ReadingError extends Error {}

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
    if (file === undefined) throw new ReadingError("a closed file");
    const there = Math.max(0, Math.min(length, this.size - index));
    if (there > MOST_BYTES) {
      throw new ReadingError(
        `a directory of ${there} bytes; at most ${MOST_BYTES} are read`,
      );
    }
    const bytes = new Uint8Array(there);
    file.seekSync(index, Deno.SeekMode.Start);
    let filled = 0;
    while (filled < there) {
      const read = file.readSync(bytes.subarray(filled));
      if (read === null) {
        throw new ReadingError("a file that has become shorter");
      }
      filled += read;
    }
    return bytes;
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}
