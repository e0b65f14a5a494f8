import { inflateSync } from "node:zlib";

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
  if (compression === LZW) return lzwSize(content, most);
  if (DEFLATES.includes(compression)) return inflatedSize(content, most);
  throw new Error(
    `a TIFF file packed ${
      OTHERS[compression] ?? `in another way (${compression})`
    }; save it without compression, or with LZW or Deflate`,
  );
}

function inflatedSize(content: Uint8Array, most: number): number {
  try {
    return inflateSync(content, { maxOutputLength: most }).length;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ERR_BUFFER_TOO_LARGE") return Infinity;
    throw new Error("a TIFF file that is damaged", { cause: error });
  }
}

/** LZW's codes for an empty table, the end, and the first string that is added. */
const CLEAR = 256, END = 257, FIRST = 258;

/** Bits of a code at first. */
const FIRST_BITS = 9;

/** Strings of the largest table. Writers clear it before one more would be added. */
const MOST_STRINGS = 4094;

/**
 * How many bytes a strip unpacks to that is packed by LZW as TIFF 6.0, section 13,
 * has it; stops soon after `most`.
 *
 * @throws Error for a code that cannot be there.
 */
function lzwSize(content: Uint8Array, most: number): number {
  /** Bytes of the string of each code. */
  const lengths = new Uint16Array(MOST_STRINGS + 1).fill(1, 0, CLEAR);
  let [size, next, bits, previous] = [0, FIRST, FIRST_BITS, -1];
  for (let at = 0; size <= most;) {
    const code = codeAt(content, at, bits);
    at += bits;
    if (code === undefined || code === END) break;
    if (code === CLEAR) {
      [next, bits, previous] = [FIRST, FIRST_BITS, -1];
      continue;
    }
    if (code > next || previous < 0 && code > CLEAR) {
      throw new Error("a TIFF file that is damaged");
    }
    if (previous >= 0) {
      if (next > MOST_STRINGS) throw new Error("a TIFF file that is damaged");
      lengths[next++] = lengths[previous] + 1;
      // Codes get longer one string early.
      if (next === 2 ** bits - 1) bits++;
    }
    size += lengths[code];
    previous = code;
  }
  return size;
}

/** The bits from a place on, the highest first; undefined beyond the end. */
function codeAt(
  content: Uint8Array,
  at: number,
  bits: number,
): number | undefined {
  const byte = at >> 3, end = at + bits;
  if (end > 8 * content.length) return undefined;
  const three = content[byte] << 16 | (content[byte + 1] ?? 0) << 8 |
    (content[byte + 2] ?? 0);
  return three >> (24 - at % 8 - bits) & (2 ** bits - 1);
}
