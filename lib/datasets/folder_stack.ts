import { decode as decodePng } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import { UserError } from "../runtime/errors.ts";
import { namingFile } from "./byte_stream.ts";
import {
  checkStack,
  imagePieces,
  type ImageStack,
  LARGEST_SIDE,
} from "./image_stack.ts";

/** An image as bytes, channels last. */
interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly bytes: Uint8Array;
}

/** Larger files do not hold images of the sizes that are read. */
const MOST_BYTES = 2 ** 19;

/** The names of a folder's PNG and JPEG files, in order. */
export async function picturesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory && /\.(png|jpe?g)$/i.test(name)) names.push(name);
  }
  return names.sort();
}

/**
 * The PNG and JPEG files of a folder, in the order of their names: all of the
 * size of the first, 8 bits a value, grey or RGB.
 *
 * @throws UserError that names the file that is not what it should be.
 */
export async function openFolderStack(folder: string): Promise<ImageStack> {
  const names = await picturesIn(folder);
  if (names.length === 0) {
    throw new UserError(
      `${folder}: expected PNG or JPEG files in this folder, found none`,
    );
  }
  const { height, width, channels } = await readPicture(
    `${folder}/${names[0]}`,
  );
  const sizes = {
    name: folder,
    count: names.length,
    height,
    width,
    channels,
    type: "uint8" as const,
  };
  checkStack(sizes);
  async function* all(): AsyncGenerator<Uint8Array> {
    for (const name of names) {
      const picture = await readPicture(`${folder}/${name}`);
      const found = sizeOf(picture);
      if (found !== sizeOf(sizes)) {
        throw new UserError(
          `${folder}/${name}: expected ${sizeOf(sizes)} as ${
            names[0]
          } has it, found ${found}`,
        );
      }
      yield picture.bytes;
    }
  }
  return { ...sizes, pieces: () => imagePieces(sizes, all()) };
}

const sizeOf = ({ height, width, channels }: Omit<Picture, "bytes">) =>
  `${height} x ${width} pixels of ${channels} channel${
    channels === 1 ? "" : "s"
  }`;

function readPicture(path: string): Promise<Picture> {
  return namingFile(path, "a whole PNG or JPEG file", async () => {
    const { size } = await Deno.stat(path);
    if (size > MOST_BYTES) {
      throw new Error(`${size} bytes; at most ${MOST_BYTES} are read`);
    }
    const bytes = await Deno.readFile(path);
    return /\.png$/i.test(path) ? pngOf(bytes) : jpegOf(bytes);
  });
}

/** Where a PNG says its width and height, before anything is unpacked. */
const PNG_SIZES = 16;

function pngOf(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [0, 4].map((at) => view.getUint32(PNG_SIZES + at));
  checkSides(width, height);
  const png = decodePng(bytes, { checkCrc: true });
  if (png.depth !== 8) {
    throw new Error(`${png.depth} bits a value; save it with 8`);
  }
  const values = Uint8Array.from(png.data);
  if (png.palette !== undefined) {
    const { palette } = png;
    const colours = Array.from(values, (i) => palette[i]);
    return opaque(height, width, palette[0].length, colours.flat());
  }
  return opaque(height, width, png.channels, values);
}

function jpegOf(bytes: Uint8Array): Picture {
  const { width, height, data } = decodeJpeg(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: LARGEST_SIDE ** 2 / 1e6,
    maxMemoryUsageInMB: 64,
  });
  checkSides(width, height);
  return { height, width, channels: 3, bytes: data };
}

function checkSides(width: number, height: number): void {
  if (width <= LARGEST_SIDE && height <= LARGEST_SIDE) return;
  throw new Error(
    `${height} x ${width} pixels; at most ${LARGEST_SIDE} a side are read`,
  );
}

/** Takes an alpha channel off, if nothing shines through. */
function opaque(
  height: number,
  width: number,
  channels: number,
  values: ArrayLike<number>,
): Picture {
  const bytes = Uint8Array.from(values);
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
