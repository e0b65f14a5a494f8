// @ts-types="./omggif_types.d.ts"
import { GifReader } from "omggif";
import type { Animation } from "./animation_stack.ts";
import { gifLzw, lzwSummary } from "./lzw.ts";
import {
  checkPixels,
  type DecodedPicture,
  type PictureHead,
  rgbaRows,
} from "./picture.ts";

/**
 * Reads the header of a GIF file. It is gray if all colours of its palette are.
 *
 * @throws Error that describes the file's defect.
 */
export const gifHead = (file: Uint8Array): PictureHead =>
  headOf(file, readerOf(file));

/**
 * Decodes a GIF file of one image. Transparent pixels are put on middle gray.
 *
 * @param file The whole file.
 * @throws Error that describes the file's defect.
 */
export function decodeGif(file: Uint8Array): DecodedPicture {
  const gif = readerOf(file);
  const head = headOf(file, gif);
  checkPixelCodes(file, gif, 0);
  const pixels = new Uint8Array(4 * head.height * head.width);
  gif.decodeAndBlitFrameRGBA(0, pixels);
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
  const frames = gif.numFrames();
  if (frames === 0) throw new Error("a GIF file without an image");
  if (frames > 1) {
    throw new Error(
      `an animated GIF image of ${frames} images; save one of them`,
    );
  }
  return animationHead(file, gif);
}

/** Reads the header of all frames of a GIF file. They are gray if all palettes are. */
function animationHead(file: Uint8Array, gif: GifReader): PictureHead {
  const { height, width } = gif;
  checkPixels({ height, width });
  let gray = true;
  for (let frame = 0; frame < gif.numFrames(); frame++) {
    checkFrame(gif, frame);
    const { palette_offset: begin, palette_size: colours } = gif.frameInfo(
      frame,
    );
    if (begin === null || colours === null) {
      throw new Error("a GIF file without a palette");
    }
    gray &&= isGray(file.subarray(begin, begin + 3 * colours));
  }
  return { height, width, channels: gray ? 1 : 3, orientation: 1, deep: false };
}

/**
 * Reads the headers of an animated GIF file's frames.
 *
 * @param file The whole file.
 * @throws Error that describes the file's defect.
 */
export function gifFrames(file: Uint8Array): Animation {
  const gif = readerOf(file);
  const count = gif.numFrames();
  if (count === 0) throw new Error("a GIF file without an image");
  const head = animationHead(file, gif);
  return {
    head,
    count,
    *frames() {
      const canvas = new Uint8Array(4 * head.height * head.width);
      for (let frame = 0; frame < count; frame++) {
        checkPixelCodes(file, gif, frame);
        const { disposal } = gif.frameInfo(frame);
        const before = disposal === RESTORE ? canvas.slice() : undefined;
        gif.decodeAndBlitFrameRGBA(frame, canvas);
        yield { ...head, row: rgbaRows(canvas, head) };
        if (before !== undefined) canvas.set(before);
        else if (disposal === CLEAR) clear(canvas, gif, frame);
      }
    },
  };
}

/**
 * Disposal methods of a frame: its rectangle becomes transparent (as browsers implement
 * "restore to background"), or gets its previous content. With other methods it stays.
 */
const CLEAR = 2, RESTORE = 3;

/** Makes a frame's rectangle transparent. */
function clear(canvas: Uint8Array, gif: GifReader, frame: number): void {
  const { x, y, width, height } = gif.frameInfo(frame);
  for (let row = y; row < y + height; row++) {
    const start = 4 * (row * gif.width + x);
    canvas.fill(0, start, start + 4 * width);
  }
}

/** @throws Error for an image that lies outside of the picture. */
function checkFrame(gif: GifReader, frame: number): void {
  const { x, y, width, height } = gif.frameInfo(frame);
  if (x + width > gif.width || y + height > gif.height) {
    throw new Error("an image that reaches beyond the picture");
  }
}

const isGray = (palette: Uint8Array): boolean =>
  palette.every((value, i) => value === palette[i - i % 3]);

/** Limits of the number of bits per pixel. */
const LEAST_BITS = 2, MOST_BITS = 8;

/**
 * Checks the pixels before they are decoded. The decoder does not check its codes, and
 * some of them would make it run forever.
 *
 * @throws Error for pixels that are damaged, too few or too many.
 */
function checkPixelCodes(
  file: Uint8Array,
  gif: GifReader,
  frame: number,
): void {
  const { width, height, data_offset, data_length, palette_size } = gif
    .frameInfo(frame);
  const valueBits = file[data_offset];
  if (valueBits < LEAST_BITS || valueBits > MOST_BITS) {
    throw new Error(`${valueBits} bits per pixel`);
  }
  const pixels = width * height;
  const end = data_offset + data_length;
  const codes = blocksFrom(file.subarray(0, end), data_offset + 1);
  const { size, largest } = lzwSummary(codes, gifLzw(valueBits), pixels);
  if (size !== pixels) {
    throw new Error(`${size < pixels ? "fewer" : "more"} pixels than stated`);
  }
  if (largest >= palette_size!) throw new Error("a colour beyond the palette");
}

/** Joins the content of blocks that begin with their length, up to an empty one. */
function blocksFrom(file: Uint8Array, begin: number): Uint8Array {
  const content = new Uint8Array(file.length - begin);
  let filled = 0;
  for (let at = begin; file[at] > 0; at += 1 + file[at]) {
    const block = file.subarray(at + 1, at + 1 + file[at]);
    content.set(block, filled);
    filled += block.length;
  }
  return content.subarray(0, filled);
}
