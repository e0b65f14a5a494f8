import createDecoder from "@jsquash/webp/codec/dec/webp_dec.js";
import { orientationOf } from "./exif_orientation.ts";
import {
  checkPixels,
  type DecodedPicture,
  type PictureHead,
  rgbaRows,
} from "./picture.ts";
import { decoderUrl, type RgbaImage, startDecoder } from "./wasm_decoder.ts";

/**
 * Reads the header of a WebP file. The format has only colour images.
 *
 * @throws Error that describes the file's defect.
 */
export function webpHead(file: Uint8Array): PictureHead {
  const chunks = chunksOf(file);
  const [{ type, content }] = chunks;
  const read = SIZES[type];
  if (read === undefined || content.length < 10) {
    throw new Error("a WebP file without an image");
  }
  if (type === EXTENDED && (content[0] & ANIMATED) !== 0) {
    throw new Error("an animated WebP image; save one image of it");
  }
  const size = read(new DataView(content.slice().buffer));
  checkPixels(size);
  return {
    ...size,
    channels: 3,
    orientation: orientationOf(exifIn(chunks)),
    deep: false,
  };
}

/**
 * Decodes a lossy or lossless WebP file by libwebp. Transparent pixels are put on middle
 * gray.
 *
 * @param file The whole file.
 * @throws Error that describes the file's defect.
 */
export async function decodeWebp(file: Uint8Array): Promise<DecodedPicture> {
  const head = webpHead(file);
  const image = await decoded(file);
  if (image.height !== head.height || image.width !== head.width) {
    throw new Error(
      `${image.height} x ${image.width} pixels instead of ${head.height} x ${head.width}`,
    );
  }
  return { ...head, row: rgbaRows(image.data, head) };
}

interface Chunk {
  readonly type: string;
  readonly content: Uint8Array;
}

/** The chunks of a file, at least one (RFC 9649, section 2.3). */
function chunksOf(file: Uint8Array): Chunk[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: Chunk[] = [];
  const end = file.length < 12 ? Infinity : 8 + view.getUint32(4, true);
  for (let at = 12; at + 8 <= Math.min(end, file.length);) {
    const type = String.fromCharCode(...file.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    chunks.push({ type, content: file.subarray(at + 8, at + 8 + length) });
    // Chunks begin at even positions.
    at += 8 + length + length % 2;
  }
  if (end > file.length || chunks.length === 0) {
    throw new Error("a WebP file that is cut off");
  }
  return chunks;
}

/** Type of the first chunk of a file that has more than the image. */
const EXTENDED = "VP8X";

/** The flag of an animation among those of the extended header. */
const ANIMATED = 0x02;

/** The positions of height and width, by the type of the first chunk. */
const SIZES: Readonly<
  Record<string, (chunk: DataView) => { height: number; width: number }>
> = {
  "VP8 ": (chunk) => ({
    height: chunk.getUint16(8, true) & 0x3fff,
    width: chunk.getUint16(6, true) & 0x3fff,
  }),
  VP8L(chunk) {
    const bits = chunk.getUint32(1, true);
    return { height: 1 + (bits >> 14 & 0x3fff), width: 1 + (bits & 0x3fff) };
  },
  [EXTENDED]: (chunk) => ({
    height: 1 + (chunk.getUint32(6, true) >>> 8),
    width: 1 + (chunk.getUint32(4, true) & 0xff_ffff),
  }),
};

/** The text that some writers put before EXIF data, as in a JPEG file. */
const EXIF_BEGIN = "Exif\0\0";

function exifIn(chunks: readonly Chunk[]): Uint8Array | undefined {
  const exif = chunks.find(({ type }) => type === "EXIF")?.content;
  const begin = String.fromCharCode(...exif?.subarray(0, 6) ?? []);
  return begin === EXIF_BEGIN ? exif?.subarray(6) : exif;
}

interface Decoder {
  decode(file: Uint8Array): RgbaImage | null;
}

/** The URL of the decoder's WebAssembly module. */
const wasmUrl = (): string =>
  decoderUrl(
    "webp_dec.wasm",
    () => import.meta.resolve("@jsquash/webp/codec/dec/webp_dec.wasm"),
  );

/**
 * The decoder. It is replaced after a failure, which may leave its memory in an
 * undefined state.
 */
let decoder: Promise<Decoder> | undefined;

async function decoded(file: Uint8Array): Promise<RgbaImage> {
  decoder ??= startDecoder<Decoder>(createDecoder, wasmUrl(), () => {});
  try {
    const image = (await decoder).decode(file);
    if (image !== null) return image;
  } catch (cause) {
    decoder = undefined;
    throw new Error(DAMAGED, { cause });
  }
  decoder = undefined;
  throw new Error(DAMAGED);
}

const DAMAGED = "a WebP file that cannot be decoded";
