import { UserError } from "../runtime/errors.ts";

/** The bytes of a file from the first on; unzipped where it ends in `.gz`. */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  const { readable } = await Deno.open(path);
  const stream: ReadableStream<Uint8Array> = path.endsWith(".gz")
    ? readable.pipeThrough(new DecompressionStream("gzip"))
    : readable;
  yield* stream;
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
 * @param read What the bytes so far say, or how many it wants.
 * @param most No more than that are asked for.
 * @returns What `read` made of them; of all bytes where there are no more.
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

/** Turns what goes wrong in reading a file into one line that names it. */
export async function namingFile<T>(
  name: string,
  expected: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { message } = error as Error;
    const said = message.startsWith(`${name}: `)
      ? message
      : `${name}: expected ${expected}, found: ${message}`;
    throw new UserError(said.replaceAll(/\s*\n\s*/g, " "), { cause: error });
  }
}
