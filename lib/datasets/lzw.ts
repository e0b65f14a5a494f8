/** The variant of LZW that a format uses. */
export interface LzwFormat {
  /** Number of bits of an unpacked value. */
  readonly valueBits: number;
  /** Whether a code's lowest bit comes first. */
  readonly lowestFirst: boolean;
  /** Whether codes become a bit longer one string earlier than necessary. */
  readonly early: boolean;
}

/** The LZW of TIFF 6.0, section 13. */
export const TIFF_LZW: LzwFormat = {
  valueBits: 8,
  lowestFirst: false,
  early: true,
};

/** The LZW of GIF 89a, appendix F. */
export const gifLzw = (valueBits: number): LzwFormat => ({
  valueBits,
  lowestFirst: true,
  early: false,
});

/** Number and maximum of packed values, computed without unpacking them. */
export interface LzwSummary {
  /** Number of values. */
  readonly size: number;
  /** The largest value. */
  readonly largest: number;
}

/** Number of bits of the longest code. */
const MOST_BITS = 12;

/**
 * Follows the codes of values that are packed by LZW, and counts the values. This makes
 * it safe to use a decoder that unpacks without a limit, or does not check its codes.
 *
 * @param most Number of values soon after which it stops.
 * @throws Error for an invalid code.
 */
export function lzwSummary(
  content: Uint8Array,
  format: LzwFormat,
  most: number,
): LzwSummary {
  const clear = 2 ** format.valueBits, end = clear + 1;
  const early = format.early ? 1 : 0, mostStrings = 2 ** MOST_BITS - 2 * early;
  /** Number of values in the string of each code. */
  const lengths = new Uint16Array(2 ** MOST_BITS).fill(1, 0, clear);
  let [size, largest, previous] = [0, 0, -1];
  let [next, bits] = [end + 1, format.valueBits + 1];
  for (let at = 0; size <= most;) {
    const code = codeAt(content, at, bits, format.lowestFirst);
    at += bits;
    if (code === undefined || code === end) break;
    if (code === clear) {
      [next, bits, previous] = [end + 1, format.valueBits + 1, -1];
      continue;
    }
    if (code > next || previous < 0 && code > clear) throw damaged();
    if (previous >= 0 && next < mostStrings) {
      lengths[next++] = lengths[previous] + 1;
      if (next === 2 ** bits - early && bits < MOST_BITS) bits++;
    } else if (code === next || early === 1 && previous >= 0) throw damaged();
    if (code < clear) largest = Math.max(largest, code);
    size += lengths[code];
    previous = code;
  }
  return { size, largest };
}

const damaged = () => new Error("codes of LZW that are damaged");

/** Reads the bits from a position on; undefined beyond the end. */
function codeAt(
  content: Uint8Array,
  at: number,
  bits: number,
  lowestFirst: boolean,
): number | undefined {
  const byte = Math.floor(at / 8), skipped = at % 8;
  if (at + bits > 8 * content.length) return undefined;
  const [a, b, c] = [
    content[byte],
    content[byte + 1] ?? 0,
    content[byte + 2] ?? 0,
  ];
  const found = lowestFirst
    ? (a | b << 8 | c << 16) >> skipped
    : (a << 16 | b << 8 | c) >> (24 - skipped - bits);
  return found & (2 ** bits - 1);
}
