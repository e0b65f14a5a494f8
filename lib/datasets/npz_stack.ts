import { type FileEntry, Reader, ZipReader } from "@zip.js/zip.js";
import { UserError } from "../runtime/errors.ts";
import {
  bytesOf,
  checkStack,
  imagePieces,
  type ImageStack,
  type ValueType,
} from "./image_stack.ts";
import { beginningOf, named, namingFile, skipping } from "./byte_stream.ts";
import { MOST_HEADER_BYTES, npyHeader } from "./npy.ts";

/** What an archive has to be, for messages. */
const WHOLE = "a whole .npz archive";

/** NumPy's names of the types that images may have. */
const TYPES: Readonly<Record<string, ValueType>> = {
  "|u1": "uint8",
  "<f4": "float32",
  "<f8": "float64",
};

/**
 * The images of one array of a NumPy .npz archive, `(N, H, W)` or
 * `(N, H, W, C)`, uint8 or floating-point. Nothing is unpacked to disk, and no
 * more than a piece is in memory, whatever the archive says of itself.
 *
 * @param path The archive.
 * @param array The array's name, for example `x0`.
 * @throws UserError when the archive or the array is not what it should be.
 */
export async function openNpzStack(
  path: string,
  array: string,
): Promise<ImageStack> {
  const name = `${path}, array ${array}`;
  const member = `${array}.npy`;
  const { header, size } = await namingFile(name, WHOLE, async () => {
    using archive = await openArchive(path, member);
    const header = await beginningOf(
      archive.bytes(),
      (bytes) => npyHeader(bytes, name),
      MOST_HEADER_BYTES,
    );
    if (header === undefined) throw new Error("no array");
    return { header, size: archive.size };
  });
  const type = TYPES[header.type] as ValueType | undefined;
  if (type === undefined) {
    throw new UserError(
      `${name}: expected uint8, float32 or float64, found ${header.type}; convert it with .astype(numpy.float32)`,
    );
  }
  const [count, height, width, channels = 1] = header.shape;
  if (header.shape.length < 3 || header.shape.length > 4) {
    throw new UserError(
      `${name}: expected the shape (N, H, W) or (N, H, W, C), found (${
        header.shape.join(", ")
      })`,
    );
  }
  const sizes = { name, count, height, width, channels, type };
  checkStack(sizes);
  const expected = header.start +
    count * height * width * channels * bytesOf(type);
  if (size !== expected) {
    throw new UserError(
      `${name}: expected ${expected} bytes for this shape, found ${size}; the file is damaged`,
    );
  }
  return {
    ...sizes,
    async *pieces() {
      using archive = await openArchive(path, member);
      const values = skipping(header.start, archive.bytes());
      yield* imagePieces(sizes, named(name, WHOLE, values));
    },
  };
}

/** One file of an archive, as a stream. */
interface Member extends Disposable {
  readonly size: number;
  bytes(): AsyncIterable<Uint8Array>;
}

async function openArchive(path: string, member: string): Promise<Member> {
  const source = new FileReader(path);
  const zip = new ZipReader(source, { useWebWorkers: false });
  try {
    const entries = await zip.getEntries();
    const found = entries.filter(({ filename }) => filename === member);
    if (found.length !== 1 || found[0].directory || found[0].encrypted) {
      const there = entries.slice(0, 5).map((e) => JSON.stringify(e.filename));
      throw new UserError(
        `${path}: expected one ${member} in the archive, found ${
          found.length > 0 ? "it twice, encrypted or as a folder" : `${there}`
        }; numpy.savez(path, x0=..., xt=...) writes one`,
      );
    }
    const entry: FileEntry = found[0];
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

/** What an entry holds, no faster than it is asked for; its CRC is checked. */
async function* streamOf(entry: FileEntry): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writing = entry.getData(writable, {
    checkSignature: true,
    useWebWorkers: false,
  });
  // Told where the stream is read, or nobody reads it any more.
  writing.catch(() => {});
  yield* readable;
  await writing;
}

/** Reads a file as an archive needs it; one call at a time. */
class FileReader extends Reader<string> {
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

  override readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.min(length, this.size - index));
    this.#file!.seekSync(index, Deno.SeekMode.Start);
    let filled = 0;
    while (filled < bytes.length) {
      const read = this.#file!.readSync(bytes.subarray(filled));
      if (read === null) break;
      filled += read;
    }
    return Promise.resolve(bytes.subarray(0, filled));
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}
