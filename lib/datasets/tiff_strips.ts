import { Unzlib } from "fflate";
import { lzwSummary, TIFF_LZW } from "./lzw.ts";

/** A strip of a TIFF picture: some of its rows. */
export interface TiffStrip {
  readonly content: Uint8Array;
  /** Number of unpacked bytes of its rows that are in the picture. */
  readonly least: number;
  /** Largest number of bytes that it may unpack to. */
  readonly most: number;
}

/** TIFF's numbers of the compressions that are read. */
const PLAIN = 1, LZW = 5, DEFLATES = [8, 32946];

/** Names of some compressions that are not read. */
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
 * Checks that a strip unpacks to the size that its picture needs, before the decoder
 * unpacks it without a limit.
 *
 * @param compression TIFF's number of the compression.
 * @throws Error for a strip of another size, or a compression that is not read.
 */
export function checkStrip(
  { content, least, most }: TiffStrip,
  compression: number,
): void {
  const size = unpackedSize(content, compression, most);
  // An uncompressed strip may have more bytes at its end.
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

/** Number of bytes that are unpacked at a time; each may expand to a thousand. */
const PART_BYTES = 4096;

/** Counts the bytes that a strip unpacks to; Infinity for more than `most`. */
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
