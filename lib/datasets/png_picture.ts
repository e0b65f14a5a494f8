import { joinedBytes } from "../runtime/joined_bytes.ts";
import { decode, type DecodedPng } from "fast-png";
import { readWhile } from "./byte_stream.ts";
import { orientationOf } from "./exif_orientation.ts";
import {
  checkPixels,
  type DecodedPicture,
  MOST_PIXELS,
  onBackground,
  type PictureHead,
} from "./picture.ts";
import { streamOf } from "./stream_of.ts";

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Reads the header of a PNG file.
 *
 * @throws Error that describes the file's defect.
 */
export const pngHead = (file: Uint8Array): PictureHead =>
  headOf(headerOf(pngChunks(file)));

/**
 * Decodes a PNG file: gray, RGB or with a palette, of 1 to 16 bits per value.
 * Transparent pixels are put on middle gray. From an animation, the first image is read.
 *
 * @param file The whole file; little more is unpacked than the image that its header
 * states.
 * @throws Error that describes the file's defect.
 */
export async function decodePng(file: Uint8Array): Promise<DecodedPicture> {
  const { head, row: straight } = await decodeChunks(pngChunks(file));
  const { width, channels } = head;
  const opacity = new Float64Array(width);
  const values = new Float64Array(width * channels);
  return {
    ...head,
    row(y, into) {
      straight(y, values, opacity);
      values.forEach((value, i) => {
        into[i] = onBackground(value, opacity[Math.floor(i / channels)]);
      });
    },
  };
}

/** An image with separate opacities. */
export interface StraightImage {
  readonly head: PictureHead;
  /**
   * Writes one row: `width * channels` values from 0 to 1, not multiplied by the
   * `width` opacities.
   */
  readonly row: (
    y: number,
    values: Float64Array,
    opacity: Float64Array,
  ) => void;
}

/**
 * Decodes the image in some chunks.
 *
 * @throws Error that describes the defect.
 */
export async function decodeChunks(
  chunks: readonly PngChunk[],
): Promise<StraightImage> {
  const header = headerOf(chunks);
  const expected = filteredBytes(header);
  const found = await unpackedBytes(chunks, expected);
  if (found !== expected) {
    throw new Error(
      `${
        found > expected ? "more" : "fewer"
      } pixels than ${header.height} x ${header.width}`,
    );
  }
  const png = decode(fileOf(chunks), { checkCrc: true });
  const row = header.colour === PALETTE
    ? paletteRows(png, header)
    : colourRows(png, header);
  return { head: headOf(header), row };
}

/** A chunk of a PNG file. */
export interface PngChunk {
  readonly type: string;
  readonly content: Uint8Array;
  /** The chunk with its length and check sum. */
  readonly whole: Uint8Array;
}

/**
 * Types of the chunks that are needed. Others contain texts and colour profiles, which
 * may unpack to any size.
 */
const NEEDED = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

/** Type of the chunk of EXIF data, which the decoder does not need. */
const EXIF = "eXIf";

/** Whether a chunk must not be ignored: the first letter of its type is a capital. */
const isCritical = (letter: number): boolean => (letter & 0x20) === 0;

/**
 * Lists the needed chunks of a PNG file, in their order.
 *
 * @param more Types of further chunks to list.
 * @throws Error for a file that is cut off, and for an unknown kind of image.
 */
export function pngChunks(
  file: Uint8Array,
  more: readonly string[] = [],
): PngChunk[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: PngChunk[] = [];
  for (let at = PNG_SIGNATURE.length; at + 12 <= file.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > file.length) break;
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const content = file.subarray(at + 8, end - 4);
    if ([...NEEDED, ...more, EXIF].includes(type)) {
      chunks.push({ type, content, whole: file.subarray(at, end) });
    } else if (isCritical(file[at + 4])) throw new Error("an unknown chunk");
    if (type === "IEND") return chunks;
    at = end;
  }
  throw new Error("a PNG file that is cut off");
}

/** Number of channels by PNG's colour type; that of a palette is an index. */
const CHANNELS: Readonly<Record<number, number>> = {
  0: 1,
  2: 3,
  3: 1,
  4: 2,
  6: 4,
};

/** The colour type of an image with a palette. */
const PALETTE = 3;

/** The colour types that are not gray. */
const HAS_COLOUR = [2, PALETTE, 6];

/** The possible numbers of bits per value, by colour type. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** The content of a PNG file's header, with the orientation. */
interface Header {
  readonly height: number;
  readonly width: number;
  /** Bits per value. */
  readonly depth: number;
  /** PNG's colour type. */
  readonly colour: number;
  /** Values stored per pixel. */
  readonly stored: number;
  readonly interlaced: boolean;
  readonly exif: Uint8Array | undefined;
}

const headOf = ({ height, width, depth, colour, exif }: Header) => ({
  height,
  width,
  channels: HAS_COLOUR.includes(colour) ? 3 as const : 1 as const,
  orientation: orientationOf(exif),
  deep: depth > 8,
});

function headerOf(chunks: readonly PngChunk[]): Header {
  const [first] = chunks;
  if (first.type !== "IHDR" || first.content.length !== 13) {
    throw new Error("a PNG file without a header");
  }
  const view = new DataView(first.content.slice().buffer);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  checkPixels({ height, width });
  const [depth, colour] = [view.getUint8(8), view.getUint8(9)];
  const stored = CHANNELS[colour];
  if (stored === undefined) throw new Error(`colour type ${colour}`);
  if (!DEPTHS[colour].includes(depth)) {
    throw new Error(`${depth} bits per value of colour type ${colour}`);
  }
  if (colour === PALETTE && !chunks.some(({ type }) => type === "PLTE")) {
    throw new Error("a palette that is missing");
  }
  const interlaced = view.getUint8(12) === 1;
  const exif = chunks.find(({ type }) => type === EXIF)?.content;
  const header = { height, width, depth, colour, stored, interlaced, exif };
  checkDecodable(header);
  return header;
}

/** Largest size of an unpacked image, in bytes. */
const MOST_UNPACKED = 4 * MOST_PIXELS;

/** @throws Error for an image that fast-png cannot decode in limited memory. */
function checkDecodable({ height, width, depth, stored, interlaced }: Header) {
  if (interlaced && depth < 8) {
    throw new Error(
      `an interlaced image of ${depth} bit${
        depth === 1 ? "" : "s"
      } per value; save it without interlacing, or with 8 bits`,
    );
  }
  if (height * width * stored * depth / 8 > MOST_UNPACKED) {
    throw new Error(
      `${height} x ${width} pixels of ${stored} values of ${depth} bits, more than the ${
        MOST_UNPACKED / 2 ** 20
      } MiB that are unpacked; save it with 8 bits, or scale it down first`,
    );
  }
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

/**
 * Computes the size of the unpacked image data, in bytes; each row begins with its
 * filter.
 */
function filteredBytes(
  { height, width, depth, stored, interlaced }: Header,
): number {
  const grids = interlaced ? ADAM7 : [[0, 0, 1, 1]];
  return grids.reduce((sum, [x, y, stepX, stepY]) => {
    const columns = Math.ceil((width - x) / stepX);
    const rows = Math.ceil((height - y) / stepY);
    const bytes = Math.ceil(columns * stored * depth / 8);
    return sum + (columns > 0 ? rows * (1 + bytes) : 0);
  }, 0);
}

/** Number of bytes that are unpacked at a time; each may expand to a thousand. */
const PART = 2 ** 14;

/** Counts the bytes that the image data unpack to; it stops soon after `most`. */
async function unpackedBytes(
  chunks: readonly PngChunk[],
  most: number,
): Promise<number> {
  const { readable, writable } = new DecompressionStream("deflate");
  const packed = streamOf(packedParts(chunks));
  let size = 0;
  for await (const part of readWhile(readable, packed.pipeTo(writable))) {
    size += part.length;
    if (size > most) break;
  }
  return size;
}

function* packedParts(
  chunks: readonly PngChunk[],
): Generator<Uint8Array<ArrayBuffer>> {
  for (const { type, content } of chunks) {
    if (type !== "IDAT") continue;
    for (let at = 0; at < content.length; at += PART) {
      yield content.slice(at, at + PART);
    }
  }
}

/** Makes a PNG file of the chunks that the decoder needs. */
function fileOf(chunks: readonly PngChunk[]): Uint8Array {
  const needed = chunks.filter(({ type }) => type !== EXIF);
  return joinedBytes([PNG_SIGNATURE, ...needed.map(({ whole }) => whole)]);
}

/**
 * Prepares to read values of any depth; with fewer than 8 bits, a row begins with a new
 * byte.
 */
function samplesOf(
  { data }: DecodedPng,
  { width, depth, stored }: Header,
): (y: number, i: number) => number {
  if (depth >= 8) return (y, i) => data[y * width * stored + i];
  const rowBytes = Math.ceil(width * depth / 8), perByte = 8 / depth;
  return (y, i) => {
    const byte = data[y * rowBytes + Math.floor(i / perByte)];
    return (byte >> (8 - depth * (1 + i % perByte))) & (2 ** depth - 1);
  };
}

/**
 * Prepares to read rows of an image in gray or RGB, with an alpha channel or a
 * transparent colour.
 */
function colourRows(png: DecodedPng, header: Header): StraightImage["row"] {
  const { width, depth, stored } = header;
  const colours = stored < 3 ? 1 : 3, largest = 2 ** depth - 1;
  const sample = samplesOf(png, header);
  const key = png.transparency;
  const isKey = (y: number, at: number) =>
    key !== undefined &&
    key.every((value, c) => sample(y, at + c) === value);
  return (y, values, opacity) => {
    for (let x = 0; x < width; x++) {
      const at = x * stored;
      opacity[x] = stored > colours
        ? sample(y, at + colours) / largest
        : isKey(y, at)
        ? 0
        : 1;
      for (let c = 0; c < colours; c++) {
        values[x * colours + c] = sample(y, at + c) / largest;
      }
    }
  };
}

/**
 * Prepares to read rows of an image with a palette, which may contain an alpha value per
 * colour.
 */
function paletteRows(png: DecodedPng, header: Header): StraightImage["row"] {
  const sample = samplesOf(png, header);
  const palette = png.palette ?? [];
  return (y, values, opacity) => {
    for (let x = 0; x < header.width; x++) {
      const colour = palette[sample(y, x)];
      if (colour === undefined) throw new Error("a colour beyond the palette");
      const [red, green, blue, alpha = 255] = colour;
      values.set([red / 255, green / 255, blue / 255], 3 * x);
      opacity[x] = alpha / 255;
    }
  };
}
