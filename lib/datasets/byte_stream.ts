import { UserError } from "../runtime/errors.ts";
import { oneLine } from "../runtime/one_line.ts";
import { disk } from "./disk.ts";
import { CONTENT_BYTES } from "./file_content.ts";
import type { FileStore } from "./file_store.ts";
import { streamOf } from "./stream_of.ts";

/**
 * Numbers of bytes that are read at a time. The number for a packed file is small,
 * because a byte may expand to a thousand.
 */
export const CHUNK_BYTES = 2 ** 18, PACKED_CHUNK_BYTES = 2 ** 12;

/** Reads the bytes of a file from the first on, unpacked if it is gzipped. */
export async function* fileBytes(
  path: string,
  files: FileStore = disk,
): AsyncGenerator<Uint8Array> {
  if (await isGzipped(path, files)) {
    yield* gunzipped(chunksOf(path, PACKED_CHUNK_BYTES, files));
  } else {
    yield* plainBytes(path, files);
  }
}

/** Reads the bytes of a file from the first on, as they are stored. */
export const plainBytes = (
  path: string,
  files: FileStore = disk,
): AsyncGenerator<Uint8Array> => chunksOf(path, CHUNK_BYTES, files);

/** Reads the first bytes of a file as it is stored, which identify its kind. */
export const firstBytes = (
  path: string,
  files: FileStore = disk,
): Promise<Uint8Array> => firstOf(chunksOf(path, CONTENT_BYTES, files));

/** Reads the first bytes of a stream, which identify its kind. */
export async function firstOf(
  chunks: AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  let begin = new Uint8Array();
  await beginningOf(chunks, (bytes) => {
    begin = bytes.slice();
    return undefined;
  }, CONTENT_BYTES);
  return begin;
}

async function isGzipped(path: string, files: FileStore): Promise<boolean> {
  using file = await files.open(path);
  const [first, second] = [new Uint8Array(1), new Uint8Array(1)];
  await file.read(first, 0);
  await file.read(second, 1);
  return first[0] === 0x1f && second[0] === 0x8b;
}

async function* chunksOf(
  path: string,
  length: number,
  files: FileStore,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  using file = await files.open(path);
  for (let at = 0;;) {
    const bytes = new Uint8Array(length);
    const read = await file.read(bytes, at);
    if (read === 0) return;
    at += read;
    yield bytes.subarray(0, read);
  }
}

async function* gunzipped(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream("gzip");
  yield* readWhile(readable, streamOf(chunks).pipeTo(writable));
}

/**
 * Reads what is written at the same time. If the reading stops early, the writing has
 * also stopped when this ends.
 */
export async function* readWhile(
  readable: ReadableStream<Uint8Array>,
  writing: Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  const settled = writing.then(() => {}, () => {});
  try {
    yield* readable;
  } finally {
    await settled;
  }
  await writing;
}

/** Skips the first bytes of a stream. */
export async function* skipping(
  count: number,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    const rest = chunk.subarray(left);
    left -= chunk.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}

/**
 * Reads the beginning of a stream, until it is enough.
 *
 * @param read Interprets the bytes so far; undefined if that takes more.
 * @param most Largest number of bytes.
 * @returns undefined if the stream ends before it is enough.
 */
export async function beginningOf<T>(
  chunks: AsyncIterable<Uint8Array>,
  read: (bytes: Uint8Array) => T | undefined,
  most: number,
): Promise<T | undefined> {
  const bytes = new Uint8Array(most);
  let filled = 0;
  for await (const chunk of chunks) {
    const part = chunk.subarray(0, most - filled);
    bytes.set(part, filled);
    filled += part.length;
    const found = read(bytes.subarray(0, filled));
    if (found !== undefined || filled === most) return found;
  }
  return undefined;
}

/** Passes a stream on; its errors become one line that names the file. */
export async function* named(
  name: string,
  expected: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await namingFile(name, expected, () => iterator.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/**
 * Reads a file, and turns errors into one line that names it.
 *
 * @param expected The expected kind of file.
 * @throws UserError for any error of `read`.
 */
export async function namingFile<T>(
  name: string,
  expected: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const said = message.startsWith(`${name}: `)
      ? message
      : `${name}: expected ${expected}, found: ${message}`;
    throw new UserError(oneLine(said), { cause: error });
  }
}
