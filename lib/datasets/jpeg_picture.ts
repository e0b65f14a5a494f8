import { decode } from "jpeg-js";
import { orientationOf } from "./exif_orientation.ts";
import { mozjpeg } from "./mozjpeg.ts";
import {
  checkPixels,
  type DecodedPicture,
  type PictureHead,
} from "./picture.ts";

/** Number of colours of a JPEG file for print: cyan, magenta, yellow and black. */
const INKS = 4;

/**
 * Largest number of pixels of a JPEG file for print. jpeg-js, which decodes these, takes
 * four times the memory of MozJPEG.
 */
const MOST_PRINT_PIXELS = 2 ** 24;

/** Largest number of scans of a JPEG file; each takes a pass over all coefficients. */
const MOST_SCANS = 200;

/**
 * Reads the header of a JPEG file.
 *
 * @throws Error that describes the file's defect.
 */
export const jpegHead = (file: Uint8Array): PictureHead =>
  headOf(frameOf(file));

const headOf = ({ height, width, components, orientation }: Frame) => ({
  height,
  width,
  channels: components === 1 ? 1 as const : 3 as const,
  orientation,
  deep: false,
});

/**
 * Decodes a JPEG file: gray, in colours (YCbCr or RGB), or for print (CMYK, turned
 * into RGB without a colour profile). The memory is limited by the size that the header
 * states.
 *
 * @param file The whole file.
 * @throws Error that describes the file's defect.
 */
export async function decodeJpeg(file: Uint8Array): Promise<DecodedPicture> {
  const frame = frameOf(file);
  const head = headOf(frame);
  const [image, stride] = frame.components === INKS
    ? [decodePrint(file), 3]
    : [await mozjpeg(file), 4];
  const { height, width, channels } = head;
  if (image.height !== height || image.width !== width) {
    throw new Error(
      `${image.height} x ${image.width} pixels instead of ${height} x ${width}`,
    );
  }
  const { data } = image; // a getter of ImageData
  const row = (y: number, into: Float32Array) => {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * stride;
      for (let c = 0; c < channels; c++) {
        into[x * channels + c] = data[from + c] / 255;
      }
    }
  };
  return { ...head, row };
}

const decodePrint = (file: Uint8Array) =>
  decode(file, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: MOST_PRINT_PIXELS / 1e6,
    maxMemoryUsageInMB: 1024,
  });

/** The segments of a JPEG file before its first scan. */
interface Frame {
  readonly height: number;
  readonly width: number;
  readonly components: number;
  readonly orientation: number;
}

/** The markers of a frame, SOF0 to SOF15 without DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * Whether a frame is of a common kind, SOF0 to SOF2: baseline, extended or progressive,
 * with Huffman codes.
 */
const isUsual = (marker: number): boolean => marker <= 0xc2;

/** The marker of the segment that contains EXIF data. */
const APP1 = 0xe1;

function frameOf(file: Uint8Array): Frame {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let exif: Uint8Array | undefined;
  for (let at = 2; at + 10 <= file.length && file[at] === 0xff;) {
    const marker = file[at + 1];
    if (isFrame(marker)) {
      const frame = {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: file[at + 9],
      };
      checkFrame(file, at, frame);
      return { ...frame, orientation: orientationOf(exif) };
    }
    if (marker === APP1) exif ??= exifOf(file.subarray(at + 4));
    // Any number of bytes 0xff may precede a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  throw new Error("a JPEG file without an image");
}

const EXIF_BEGIN = [0x45, 0x78, 0x69, 0x66, 0, 0];

/**
 * The EXIF data of an APP1 segment; undefined if it contains other data, such as XMP.
 */
function exifOf(segment: Uint8Array): Uint8Array | undefined {
  return EXIF_BEGIN.every((byte, i) => segment[i] === byte)
    ? segment.subarray(EXIF_BEGIN.length)
    : undefined;
}

/** @throws Error for an image that cannot be decoded in limited memory. */
function checkFrame(
  file: Uint8Array,
  at: number,
  { height, width, components }: Omit<Frame, "orientation">,
): void {
  const [marker, bits] = [file[at + 1], file[at + 4]];
  if (!isUsual(marker) || bits !== 8) {
    throw new Error(
      `a JPEG file of a rare kind (SOF${
        marker - 0xc0
      }, ${bits} bits a value); save it anew, as baseline or progressive JPEG`,
    );
  }
  if (![1, 3, INKS].includes(components)) {
    throw new Error(`${components} colours; save it as RGB`);
  }
  checkPixels({ height, width });
  if (components === INKS && height * width > MOST_PRINT_PIXELS) {
    throw new Error(
      `${height} x ${width} pixels for print (CMYK), of which ${
        MOST_PRINT_PIXELS / 2 ** 20
      } megapixels are read; save it as RGB`,
    );
  }
  // Every block of 8 x 8 pixels takes at least one bit.
  const blocks = Math.ceil(height / 8) * Math.ceil(width / 8);
  if (8 * (file.length - at) < blocks) {
    throw new Error(`too few bytes for ${height} x ${width} pixels`);
  }
  const scans = scansFrom(file, at);
  if (scans > MOST_SCANS) {
    throw new Error(`${scans} scans; at most ${MOST_SCANS} are read`);
  }
}

/** Counts markers of scans (SOS). */
function scansFrom(file: Uint8Array, from: number): number {
  let scans = 0;
  for (let at = file.indexOf(0xff, from); at >= 0;) {
    if (file[at + 1] === 0xda) scans++;
    at = file.indexOf(0xff, at + 1);
  }
  return scans;
}
