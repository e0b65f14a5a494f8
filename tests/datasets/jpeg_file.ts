import { joined } from "./zip_file.ts";

const segment = (marker: number, content: readonly number[]) => {
  const length = content.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...content];
};

/** A Huffman table whose only codes are 0 for one symbol and 10 for another. */
const table = (kind: number, short: number, long: number) =>
  segment(0xc4, [kind, 1, 1, ...Array(14).fill(0), short, long]);

const SOF0 = 0xc0, SOS = 0xda, EOI = [0xff, 0xd9];

/** Settings of {@linkcode flatJpeg}. */
export interface FlatJpeg {
  /** Marker of the frame (default 0xc0, baseline). */
  readonly frame?: number;
  /** Bits per value (default 8). */
  readonly bits?: number;
  /** Number of components: gray (1, the default), YCbCr (3) or CMYK (4). */
  readonly components?: number;
  /** Scans that are announced but missing (default 0). */
  readonly moreScans?: number;
  /** Bytes of the scan that are left out (default 0). */
  readonly missing?: number;
}

/**
 * A baseline JPEG file of the single gray 128 + 8 = 136. Two bits encode a block of 8 x
 * 8 pixels, so files of many megapixels are small and quickly made.
 */
export function flatJpeg(
  height: number,
  width: number,
  { frame = SOF0, bits = 8, components = 1, moreScans = 0, missing = 0 }:
    FlatJpeg = {},
): Uint8Array {
  const ids = Array.from({ length: components }, (_, i) => i + 1);
  const of = (side: number) => [side >> 8 & 0xff, side & 0xff];
  const scan = segment(SOS, [
    components,
    ...ids.flatMap((id) => [id, 0]),
    0,
    63,
    0,
  ]);
  const blocks = components * Math.ceil(height / 8) * Math.ceil(width / 8);
  // A block without a change is 00: DC category 0 and end of block.
  const data = new Uint8Array(Math.ceil((2 * blocks + 8) / 8));
  // The first block is 10 1000000 0: DC category 7, the value 64 and end of block. 64
  // is in eighths of a gray value.
  data[0] = 0b1010_0000;
  return joined([
    Uint8Array.of(0xff, 0xd8),
    Uint8Array.from(segment(0xdb, [0, ...Array(64).fill(1)])),
    Uint8Array.from(segment(frame, [
      bits,
      ...of(height),
      ...of(width),
      components,
      ...ids.flatMap((id) => [id, 0x11, 0]),
    ])),
    Uint8Array.from([...table(0, 0, 7), ...table(0x10, 0, 1)]),
    ...Array.from({ length: moreScans }, () => Uint8Array.from(scan)),
    Uint8Array.from(scan),
    data.subarray(0, data.length - missing),
    Uint8Array.from(EOI),
  ]);
}
