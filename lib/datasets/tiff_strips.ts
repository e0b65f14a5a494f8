import { Unzlib } from "fflate";
import { lzwSummary, TIFF_LZW } from "./lzw.ts";

/** A piece of a TIFF picture, some rows of it. */
export interface TiffStrip {
  readonly content: Uint8Array;
  /** Bytes of its rows once they are unpacked, of those that are in the picture. */
  readonly least: number;
  /** Bytes that it may unpack to, at most. */
  readonly most: number;
}

/** TIFF's numbers of the ways to pack a strip that are read. */
const PLAIN = 1, LZW = 5, DEFLATES = [8, 32946];

/** Some of those that are not. */
const OTHERS: Readonly<Record<number, string>> = {
  2: "as a fax",
  3: "as a fax",
  4: "as a fax",
  6: "as JPEG",
  7: "as JPEG",
  32773: "with PackBits",
  34925: "with LZMA",
  50000: "with Zstandard",
  50001: "as WebP",
};

/**
 * Checks that a strip unpacks to what its picture needs, and to no more, before
 * the decoder unpacks it without a bound.
 *
 * @param compression TIFF's number of the way it is packed.
 * @throws Error for a strip that does not, or is packed in a way that is not read.
 */
export function checkStrip(
  { content, least, most }: TiffStrip,
  compression: number,
): void {
  const size = unpackedSize(content, compression, most);
  // A strip that is not packed may be followed by anything.
  if (size < least || compression !== PLAIN && size > most) {
    throw new Error(`${size < least ? "fewer" : "more"} pixels than stated`);
  }
}

function unpackedSize(
  content: Uint8Array,
  compression: number,
  most: number,
): number {
  if (compression === PLAIN) return content.length;
  if (compression === LZW) {
    return lzwSummary(content, TIFF_LZW, most).size;
  }
  if (DEFLATES.includes(compression)) return inflatedSize(content, most);
  throw new Error(
    `a TIFF file packed ${
      OTHERS[compression] ?? `in another way (${compression})`
    }; save it without compression, or with LZW or Deflate`,
  );
}

/** Bytes that are unpacked at a time; each may stand for a thousand. */
const PART_BYTES = 4096;

/** Bytes that a strip unpacks to; Infinity for more than `most`. */
function inflatedSize(content: Uint8Array, most: number): number {
  let size = 0;
  const inflater = new Unzlib((part) => void (size += part.length));
  try {
    for (let at = 0; at < content.length; at += PART_BYTES) {
      const end = at + PART_BYTES;
      inflater.push(content.subarray(at, end), end >= content.length);
      if (size > most) return Infinity;
    }
  } catch (error) {
    throw new Error("a TIFF file that is damaged", { cause: error });
  }
  return size;
}
