// @ts-types="./omggif_types.d.ts"
import { GifReader } from "omggif";
import {
  checkPixels,
  type Picture,
  type PictureHead,
  rgbaRows,
} from "./picture.ts";

/**
 * Reads the header of a GIF file. It is gray if all colours of its palette are.
 *
 * @throws Error that says what is wrong with it.
 */
export const gifHead = (file: Uint8Array): PictureHead =>
  headOf(file, readerOf(file));

/**
 * Decodes a GIF file of one image. Transparent pixels are put on middle gray.
 *
 * @param file The whole file.
 * @throws Error that says what is wrong with it.
 */
export function decodeGif(file: Uint8Array): Picture {
  const gif = readerOf(file);
  const head = headOf(file, gif);
  const pixels = new Uint8Array(4 * head.height * head.width);
  withoutWarnings(() => gif.decodeAndBlitFrameRGBA(0, pixels));
  return { ...head, row: rgbaRows(pixels, head) };
}

function readerOf(file: Uint8Array): GifReader {
  try {
    return new GifReader(file);
  } catch (cause) {
    throw new Error("a GIF file that is cut off or damaged", { cause });
  }
}

function headOf(file: Uint8Array, gif: GifReader): PictureHead {
  const { height, width } = gif;
  const frames = gif.numFrames();
  if (frames === 0) throw new Error("a GIF file without an image");
  if (frames > 1) {
    throw new Error(
      `an animated GIF image of ${frames} images; save one of them`,
    );
  }
  checkPixels({ height, width });
  checkFrame(gif);
  const { palette_offset: begin, palette_size: colours } = gif.frameInfo(0);
  if (begin === null || colours === null) {
    throw new Error("a GIF file without a palette");
  }
  const palette = file.subarray(begin, begin + 3 * colours);
  return {
    height,
    width,
    channels: isGray(palette) ? 1 : 3,
    orientation: 1,
    deep: false,
  };
}

/** Pixels that a byte of a frame's data stands for, at most: 4096 per three bits. */
const MOST_PER_BYTE = 4096 * 8 / 3;

/** @throws Error for an image that lies outside of the picture, or cannot be there. */
function checkFrame(gif: GifReader): void {
  const frame = gif.frameInfo(0);
  const { x, y, width, height, data_length } = frame;
  if (x + width > gif.width || y + height > gif.height) {
    throw new Error("an image that reaches beyond the picture");
  }
  if (width * height > MOST_PER_BYTE * data_length) {
    throw new Error(`too few bytes for ${height} x ${width} pixels`);
  }
}

const isGray = (palette: Uint8Array): boolean =>
  palette.every((value, i) => value === palette[i - i % 3]);

/**
 * Calls the decoder, which tells of missing pixels and of ones too many by
 * console.log, and by nothing else.
 *
 * @throws Error for what it tells.
 */
function withoutWarnings(decode: () => void): void {
  const { log } = console;
  const said: unknown[] = [];
  console.log = (line) => said.push(line);
  try {
    decode();
  } finally {
    console.log = log;
  }
  const [warning] = said;
  if (warning !== undefined) {
    throw new Error(
      `${/longer/.test(`${warning}`) ? "more" : "fewer"} pixels than stated`,
    );
  }
}
