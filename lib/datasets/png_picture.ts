import { decode } from "fast-png";
import { Unzlib } from "fflate";
import { checkSides, type Picture } from "./picture.ts";

export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Unpacks a PNG file of 8 bits a value: grey, RGB, or with a palette. An alpha
 * channel through which nothing shines is left away.
 *
 * @param file The whole file; whatever it holds, little more is unpacked than
 * the image that it states.
 * @throws Error that says what it is instead.
 */
export function decodePng(file: Uint8Array): Picture {
  const chunks = chunksOf(file);
  const { height, width, channels, interlaced } = headerOf(chunks);
  const expected = filteredBytes(height, width, channels, interlaced);
  const found = unpackedBytes(chunks, expected);
  if (found !== expected) {
    throw new Error(
      `${found > expected ? "more" : "fewer"} pixels than ${height} x ${width}`,
    );
  }
  const png = decode(fileOf(chunks), { checkCrc: true });
  if (png.transparency !== undefined) {
    throw new Error("a colour that is transparent; save it without");
  }
  const bytes = Uint8Array.from(png.data);
  // A palette may also stand in a file that does without.
  if (png.palette === undefined || png.channels > 1) {
    return opaque(height, width, png.channels, bytes);
  }
  const { palette } = png;
  const colours = new Uint8Array(bytes.length * palette[0].length);
  bytes.forEach((index, i) => {
    const colour = palette[index];
    if (colour === undefined) throw new Error("a colour beyond the palette");
    colours.set(colour, i * colour.length);
  });
  return opaque(height, width, palette[0].length, colours);
}

interface Chunk {
  readonly type: string;
  readonly content: Uint8Array;
  /** With its length and check sum. */
  readonly whole: Uint8Array;
}

/** Others hold texts and colour profiles, which may be packed without end. */
const NEEDED = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

/** A chunk is not to be passed over where its type's first letter is a capital. */
const isCritical = (letter: number): boolean => (letter & 0x20) === 0;

function chunksOf(file: Uint8Array): Chunk[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: Chunk[] = [];
  for (let at = PNG_SIGNATURE.length; at + 12 <= file.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > file.length) break;
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const content = file.subarray(at + 8, end - 4);
    if (NEEDED.includes(type)) {
      chunks.push({ type, content, whole: file.subarray(at, end) });
    } else if (isCritical(file[at + 4])) throw new Error("an unknown chunk");
    if (type === "IEND") return chunks;
    at = end;
  }
  throw new Error("a PNG file that is cut off");
}

/** Channels by PNG's colour type; one of a palette is an index. */
const CHANNELS: Readonly<Record<number, number>> = {
  0: 1,
  2: 3,
  3: 1,
  4: 2,
  6: 4,
};

/** The colour type of an image with a palette. */
const PALETTE = 3;

function headerOf(chunks: readonly Chunk[]) {
  const [first] = chunks;
  if (first.type !== "IHDR" || first.content.length !== 13) {
    throw new Error("a PNG file without a header");
  }
  const view = new DataView(first.content.slice().buffer);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  checkSides(height, width);
  const [depth, colour] = [view.getUint8(8), view.getUint8(9)];
  if (depth !== 8) {
    throw new Error(
      `${depth} bit${depth === 1 ? "" : "s"} a value; save it with 8`,
    );
  }
  const channels = CHANNELS[colour];
  if (colour === PALETTE && !chunks.some(({ type }) => type === "PLTE")) {
    throw new Error("a palette that is missing");
  }
  if (channels === undefined) throw new Error(`colour type ${colour}`);
  return { width, height, channels, interlaced: view.getUint8(12) === 1 };
}

/** The seven grids of an interlaced image: first column and row, and steps. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** Every row begins with a byte that names its filter. */
function filteredBytes(
  height: number,
  width: number,
  channels: number,
  interlaced: boolean,
): number {
  const grids = interlaced ? ADAM7 : [[0, 0, 1, 1]];
  return grids.reduce((sum, [x, y, stepX, stepY]) => {
    const columns = Math.ceil((width - x) / stepX);
    const rows = Math.ceil((height - y) / stepY);
    return sum + (columns > 0 ? rows * (1 + columns * channels) : 0);
  }, 0);
}

/** Bytes that are unpacked at a time: each may become a thousand. */
const PART = 1024;

/** How much the image data unpack to; stops soon after `most`. */
function unpackedBytes(chunks: readonly Chunk[], most: number): number {
  let size = 0;
  const unpacking = new Unzlib((part) => size += part.length);
  for (const { type, content } of chunks) {
    if (type !== "IDAT") continue;
    for (let at = 0; at < content.length && size <= most; at += PART) {
      unpacking.push(content.subarray(at, at + PART));
    }
  }
  return size;
}

function fileOf(chunks: readonly Chunk[]): Uint8Array {
  const parts = [PNG_SIGNATURE, ...chunks.map(({ whole }) => whole)];
  const file = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** Takes an alpha channel off, if nothing shines through. */
function opaque(
  height: number,
  width: number,
  channels: number,
  bytes: Uint8Array,
): Picture {
  if (channels === 1 || channels === 3) {
    return { height, width, channels, bytes };
  }
  const colours = channels - 1;
  const shown = new Uint8Array(height * width * colours);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const at = pixel * channels;
    if (bytes[at + colours] !== 255) {
      throw new Error("transparent pixels; save it without an alpha channel");
    }
    shown.set(bytes.subarray(at, at + colours), pixel * colours);
  }
  return { height, width, channels: colours, bytes: shown };
}
