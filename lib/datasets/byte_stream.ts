import { UserError } from "../runtime/errors.ts";
import { disk } from "./disk.ts";
import { CONTENT_BYTES } from "./file_content.ts";
import type { FileStore } from "./file_store.ts";
import { streamOf } from "./stream_of.ts";

/**
 * Bytes that are read at a time: of a packed file few, as each may stand for a
 * thousand.
 */
export const CHUNK_BYTES = 2 ** 18, PACKED_CHUNK_BYTES = 2 ** 12;

/** The bytes of a file from the first on; unpacked where it is gzipped. */
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

/** The bytes of a file from the first on, as they are stored. */
export const plainBytes = (
  path: string,
  files: FileStore = disk,
): AsyncGenerator<Uint8Array> => chunksOf(path, CHUNK_BYTES, files);

/** The first bytes of a file as it is stored: enough to tell what it is. */
export const firstBytes = (
  path: string,
  files: FileStore = disk,
): Promise<Uint8Array> => firstOf(chunksOf(path, CONTENT_BYTES, files));

/** The first bytes of a stream: enough to tell what it is. */
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
 * What can be read while something is written; where the reading stops early,
 * the writing has stopped, too, when this ends.
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

/** A stream without its first bytes. */
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
 * Reads what a stream begins with, until it is enough.
 *
 * @param read What the bytes so far say; undefined where that takes more.
 * @param most No more bytes than that are asked for.
 * @returns undefined where the stream ends before it is enough.
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

/** The same stream; what goes wrong in it is one line that names the file. */
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
 * Turns what goes wrong in reading a file into one line that names it.
 *
 * @param expected What the file should be.
 * @throws UserError, whatever `read` throws.
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
    throw new UserError(said.replaceAll(/\s*\n\s*/g, " "), { cause: error });
  }
}
