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

/**
 * The decoder. It is replaced after a failure, which leaves its memory in an undefined
 * state.
 */
let decoder: Promise<Decoder> | undefined;

/** The decoder's messages about the current file. */
let said: string[] = [];

/**
 * Decodes a JPEG file in gray, YCbCr or RGB with MozJPEG, without applying its
 * orientation.
 *
 * @throws Error for a damaged file, with the decoder's message.
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
    // If the decoder exits, its last line gives the reason.
    throw new Error(said.at(-1) ?? "a JPEG file that cannot be decoded", {
      cause: error,
    });
  }
}

/**
 * Whether a warning means damage, after which MozJPEG continues with invented pixels.
 * Harmless warnings are about bytes between two segments, as some cameras write them,
 * and about header values that do not affect the pixels.
 */
const isDamage = (line: string): boolean =>
  /premature end|corrupt jpeg data/i.test(line) &&
  !/extraneous bytes before marker/i.test(line);
