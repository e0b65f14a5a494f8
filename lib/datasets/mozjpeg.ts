import createDecoder from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";
import { decoderUrl, type RgbaImage, startDecoder } from "./wasm_decoder.ts";

interface Decoder {
  /** @param turn Whether to apply the EXIF orientation. */
  decode(file: Uint8Array, turn: boolean): RgbaImage | null;
}

/** The URL of the decoder's WebAssembly module. */
const wasmUrl = (): string =>
  decoderUrl(
    "mozjpeg_dec.wasm",
    () => import.meta.resolve("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"),
  );

/** The decoder; replaced after a failure, which leaves its memory in disorder. */
let decoder: Promise<Decoder> | undefined;

/** The decoder's messages about the current file. */
let said: string[] = [];

/**
 * Decodes a JPEG file in gray, YCbCr or RGB with MozJPEG, without turning it.
 *
 * @throws Error for a file that is damaged, in the decoder's words.
 */
export async function mozjpeg(file: Uint8Array): Promise<RgbaImage> {
  decoder ??= startDecoder<Decoder>(createDecoder, wasmUrl(), (line) => {
    said.push(line);
  });
  const { decode } = await decoder;
  said = [];
  try {
    const image = decode(file, false);
    const damage = said.find(isDamage);
    if (image !== null && damage === undefined) return image;
    throw new Error(damage ?? "a JPEG file that cannot be decoded");
  } catch (error) {
    decoder = undefined;
    // Where the decoder ends its program, its last line says why.
    throw new Error(said.at(-1) ?? "a JPEG file that cannot be decoded", {
      cause: error,
    });
  }
}

/**
 * MozJPEG goes on after damage with pixels of its own invention. These warnings
 * are harmless: bytes between two segments, as some cameras leave them, and
 * header values that do not matter to the pixels.
 */
const isDamage = (line: string): boolean =>
  /premature end|corrupt jpeg data/i.test(line) &&
  !/extraneous bytes before marker/i.test(line);
