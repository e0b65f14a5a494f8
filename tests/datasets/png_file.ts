import { crc32 } from "node:zlib";
import { joined } from "./zip_file.ts";

/** Type and content of a chunk of a PNG file. */
export type PngChunk = readonly [type: string, content: Uint8Array];

/** A PNG file of these chunks. */
export function pngOf(chunks: readonly PngChunk[]): Uint8Array {
  return joined([
    Uint8Array.fromHex("89504e470d0a1a0a"),
    ...chunks.flatMap(([type, content]) => {
      const [length, crc] = [
        new DataView(new ArrayBuffer(4)),
        new DataView(new ArrayBuffer(4)),
      ];
      const body = joined([new TextEncoder().encode(type), content]);
      length.setUint32(0, content.length);
      crc.setUint32(0, crc32(body));
      return [new Uint8Array(length.buffer), body, new Uint8Array(crc.buffer)];
    }),
  ]);
}

/** The header of a PNG file: bits per value, colour type, and 1 if interlaced. */
export function pngHeader(
  width: number,
  height: number,
  [depth, colour, interlace]: readonly [number, number, number],
): PngChunk {
  const view = new DataView(new ArrayBuffer(13));
  view.setUint32(0, width);
  view.setUint32(4, height);
  view.setUint8(8, depth);
  view.setUint8(9, colour);
  view.setUint8(12, interlace);
  return ["IHDR", new Uint8Array(view.buffer)];
}

/** The last chunk of a PNG file. */
export const pngEnd: PngChunk = ["IEND", new Uint8Array()];
