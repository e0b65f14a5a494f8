import { decode } from "tiff";
import { isOrientation, UPRIGHT } from "../images/orientation.ts";
import {
  checkPixels,
  type DecodedPicture,
  MOST_PIXELS,
  onBackground,
  type PictureHead,
} from "./picture.ts";
import {
  ENTRY_BYTES,
  shortEntry,
  TIFF_FIELDS,
  type TiffDirectory,
  tiffDirectory,
} from "./tiff_directory.ts";
import { checkStrip, type TiffStrip } from "./tiff_strips.ts";

/**
 * Reads the header of a TIFF file.
 *
 * @throws Error that describes the file's defect.
 */
export const tiffHead = (file: Uint8Array): PictureHead =>
  headOf(headerOf(tiffDirectory(file)));

/**
 * Decodes a TIFF file of one picture: gray, RGB or CMYK of 8 or 16 bits, black and
 * white, or with a palette. Transparent pixels are put on middle gray; CMYK is
 * turned into RGB without a colour profile.
 *
 * @param file The whole file; no more is unpacked than the picture that its header
 * states.
 * @throws Error that describes the file's defect.
 */
export function decodeTiff(file: Uint8Array): DecodedPicture {
  const directory = tiffDirectory(file);
  const header = headerOf(directory);
  const compression = directory.field("compression")?.[0] ?? 1;
  for (const strip of stripsOf(file, directory, header)) {
    checkStrip(strip, compression);
  }
  const image = decoded(plainFile(file, directory, header));
  return { ...headOf(header), row: rowsOf(image, header) };
}

/** TIFF's numbers of the colour spaces that a picture may have. */
const WHITE_IS_ZERO = 0, BLACK_IS_ZERO = 1, RGB = 2, PALETTE = 3, CMYK = 5;

/** Number of values of a pixel's colour, by colour space. */
const COLOUR_VALUES: Readonly<Record<number, number>> = {
  [WHITE_IS_ZERO]: 1,
  [BLACK_IS_ZERO]: 1,
  [RGB]: 3,
  [PALETTE]: 1,
  [CMYK]: 4,
};

/** The possible numbers of bits per value, by colour space. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  [WHITE_IS_ZERO]: [1, 8, 16],
  [BLACK_IS_ZERO]: [1, 8, 16],
  [RGB]: [8, 16],
  [PALETTE]: [8],
  [CMYK]: [8, 16],
};

/**
 * TIFF's numbers of an extra value that is an opacity, with colours multiplied by it or
 * not.
 */
const OPACITIES = [1, 2];

interface Header {
  readonly height: number;
  readonly width: number;
  /** Bits per value. */
  readonly bits: number;
  readonly colours: number;
  /** Values per pixel. */
  readonly values: number;
  readonly hasOpacity: boolean;
  readonly orientation: number;
}

const headOf = (
  { height, width, bits, colours, orientation }: Header,
): PictureHead => ({
  height,
  width,
  channels: colours === WHITE_IS_ZERO || colours === BLACK_IS_ZERO ? 1 : 3,
  orientation,
  deep: bits > 8,
});

function headerOf({ field }: TiffDirectory): Header {
  const [height] = field("height") ?? [0], [width] = field("width") ?? [0];
  checkPixels({ height, width });
  const allBits = field("bits") ?? [1], [bits] = allBits;
  const [colours] = field("colours") ?? [-1];
  const [values] = field("values") ?? [1];
  const expected = COLOUR_VALUES[colours];
  if (expected === undefined) {
    throw new Error(`colours of another kind (${colours}); save it as RGB`);
  }
  const [format] = field("format") ?? [1];
  if (format !== 1) {
    throw new Error(
      "numbers that are signed or floating-point; store them with numpy.save",
    );
  }
  if (
    !DEPTHS[colours].includes(bits) || allBits.some((other) => other !== bits)
  ) {
    throw new Error(`${allBits.join(", ")} bits per value; save it with 8`);
  }
  const extra = values - expected;
  if (extra < 0 || extra > 1) {
    throw new Error(`${values} values per pixel; save it as RGB`);
  }
  checkLayout(field);
  if (height * width * values * bits / 8 > 4 * MOST_PIXELS) {
    throw new Error(
      `${height} x ${width} pixels of ${values} values of ${bits} bits, more than the ${
        4 * MOST_PIXELS / 2 ** 20
      } MiB that are unpacked; save it with 8 bits, or scale it down first`,
    );
  }
  const [opacity] = field("extraValues") ?? [0];
  const [turn] = field("orientation") ?? [UPRIGHT];
  return {
    height,
    width,
    bits,
    colours,
    values,
    hasOpacity: extra === 1 && OPACITIES.includes(opacity),
    orientation: isOrientation(turn) ? turn : UPRIGHT,
  };
}

/** @throws Error for values in an order that the decoder does not read. */
function checkLayout(field: TiffDirectory["field"]): void {
  const advice = "save it anew, in strips, or as PNG";
  if (field("tileWidth") !== undefined) {
    throw new Error(`a TIFF file in tiles; ${advice}`);
  }
  const values = field("values")?.[0] ?? 1;
  if (values > 1 && (field("planes")?.[0] ?? 1) !== 1) {
    throw new Error(`a TIFF file with a plane for each colour; ${advice}`);
  }
  if ((field("fillOrder")?.[0] ?? 1) !== 1) {
    throw new Error(`a TIFF file with its bits reversed; ${advice}`);
  }
}

/** Lists the strips of a picture, with the number of bytes that each should have. */
function* stripsOf(
  file: Uint8Array,
  { field }: TiffDirectory,
  { height, width, values, bits }: Header,
): Generator<TiffStrip> {
  const rowBytes = Math.ceil(width * values * bits / 8);
  const rows = Math.min(height, field("rowsPerStrip")?.[0] || height);
  const begins = field("stripBegins") ?? [], lengths = field("stripBytes");
  const count = Math.ceil(height / rows);
  if (begins.length !== count || lengths?.length !== count) {
    throw new Error(
      `${begins.length} strips instead of ${count}; the file is damaged`,
    );
  }
  for (const [i, begin] of begins.entries()) {
    if (begin + lengths[i] > file.length) {
      throw new Error("a TIFF file that is cut off");
    }
    yield {
      content: file.subarray(begin, begin + lengths[i]),
      least: rowBytes * Math.min(rows, height - rows * i),
      most: rowBytes * rows,
    };
  }
}

/**
 * Appends a new directory to the file, with only the fields that the decoder needs. The
 * decoder trusts all other fields, rejects turned pictures and CMYK, and needs the
 * number of bits even if the format allows to omit it. So the new directory states an
 * upright picture, RGB with one extra value for CMYK, and the bits.
 */
function plainFile(
  file: Uint8Array,
  { littleEndian, entries }: TiffDirectory,
  { colours, bits }: Header,
): Uint8Array {
  const { orientation, extraValues } = TIFF_FIELDS;
  const told = new Map<number, Uint8Array>();
  for (const [tag, at] of entries) {
    told.set(tag, file.subarray(at, at + ENTRY_BYTES));
  }
  told.delete(orientation);
  const tell = (tag: number, value: number) =>
    told.set(tag, shortEntry(tag, value, littleEndian));
  if (!told.has(TIFF_FIELDS.bits)) tell(TIFF_FIELDS.bits, bits);
  if (colours === CMYK) {
    told.delete(extraValues);
    tell(TIFF_FIELDS.colours, RGB);
  }
  const begin = file.length + file.length % 2;
  const out = new Uint8Array(begin + 2 + ENTRY_BYTES * told.size + 4);
  out.set(file);
  const view = new DataView(out.buffer);
  view.setUint32(4, begin, littleEndian);
  view.setUint16(begin, told.size, littleEndian);
  let at = begin + 2;
  for (const entry of told.values()) {
    out.set(entry, at);
    at += ENTRY_BYTES;
  }
  return out;
}

/** The part of a decoded picture that is used. */
interface Decoded {
  readonly data: ArrayLike<number>;
  readonly palette: readonly (readonly number[])[] | undefined;
}

function decoded(file: Uint8Array): Decoded {
  try {
    const [{ data, palette }] = decode(file);
    return { data, palette };
  } catch (cause) {
    throw new Error("a TIFF file that is damaged", { cause });
  }
}

/**
 * Converts a palette colour of 16 bits by its upper 8 bits, as libtiff does, because
 * some writers leave the lower ones zero.
 */
const paletteValue = (value: number): number => (value >> 8) / 255;

function rowsOf(
  { data, palette }: Decoded,
  header: Header,
): DecodedPicture["row"] {
  const { width, values, bits, colours, hasOpacity } = header;
  const largest = 2 ** bits - 1, stored = COLOUR_VALUES[colours];
  const { channels } = headOf(header);
  if (colours === PALETTE && palette === undefined) {
    throw new Error("a palette that is missing");
  }
  /** The colour of a pixel, given the position of its values. */
  const colourAt = (at: number, c: number): number => {
    if (colours === PALETTE) return paletteValue(palette![data[at]][c]);
    const value = data[at + c] / largest;
    return colours === CMYK
      ? (1 - value) * (1 - data[at + 3] / largest)
      : value;
  };
  return (y, into) => {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * values;
      const alpha = hasOpacity ? data[at + stored] / largest : 1;
      for (let c = 0; c < channels; c++) {
        into[x * channels + c] = onBackground(colourAt(at, c), alpha);
      }
    }
  };
}
