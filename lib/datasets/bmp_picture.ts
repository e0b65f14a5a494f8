import {
  checkPixels,
  type DecodedPicture,
  onBackground,
  type PictureHead,
} from "./picture.ts";

/**
 * Reads the header of a BMP file. A file with a palette is gray if all its colours are.
 *
 * @throws Error that describes the file's defect.
 */
export const bmpHead = (file: Uint8Array): PictureHead =>
  headOf(headerOf(file));

/**
 * Decodes an uncompressed BMP file, of 1, 4 or 8 bits per pixel with a palette, or
 * of 16, 24 or 32 bits. Transparent pixels are put on middle gray. The fourth byte of a
 * pixel is its opacity only if the header states it.
 *
 * @param file The whole file.
 * @throws Error that describes the file's defect.
 */
export function decodeBmp(file: Uint8Array): DecodedPicture {
  const header = headerOf(file);
  const head = headOf(header);
  const read = header.palette === undefined
    ? colourReader(file, header)
    : paletteReader(file, header, header.palette, head.channels);
  const { height, topDown, begin, rowBytes } = header;
  const row = (y: number, into: Float32Array) => {
    const start = begin + rowBytes * (topDown ? y : height - 1 - y);
    for (let x = 0; x < head.width; x++) read(start, x, into);
  };
  return { ...head, row };
}

/** The content of the headers of a BMP file, of any version. */
interface Header {
  readonly height: number;
  readonly width: number;
  /** Whether the first row is stored first. */
  readonly topDown: boolean;
  /** Bits per pixel. */
  readonly bits: number;
  /** Position of the first pixel, in bytes. */
  readonly begin: number;
  readonly rowBytes: number;
  /** Masks of red, green, blue and opacity in a pixel of 16 or 32 bits. */
  readonly masks: readonly number[];
  /** Colours, each from 0 to 1; for up to 8 bits per pixel. */
  readonly palette?: readonly (readonly number[])[];
}

const headOf = ({ height, width, palette }: Header): PictureHead => ({
  height,
  width,
  channels: palette?.every(isGray) ? 1 : 3,
  orientation: 1,
  deep: false,
});

const isGray = ([red, green, blue]: readonly number[]): boolean =>
  red === green && green === blue;

/** Bytes of the file header, and of the shortest picture header that is read. */
const FILE_HEADER = 14, INFO_HEADER = 40;

/** Numbers of the storage methods that are read: plain, or with stated masks. */
const PLAIN = 0, MASKS = 3, MASKS_WITH_ALPHA = 6;

/** The default masks, by bits per pixel. */
const USUAL_MASKS: Readonly<Record<number, readonly number[]>> = {
  16: [0x7c00, 0x03e0, 0x001f, 0],
  32: [0xff0000, 0x00ff00, 0x0000ff, 0],
};

function headerOf(file: Uint8Array): Header {
  if (file.length < FILE_HEADER + INFO_HEADER) {
    throw new Error("a BMP file that is cut off");
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [begin, size] = [view.getUint32(10, true), view.getUint32(14, true)];
  if (size < INFO_HEADER) {
    throw new Error("a BMP file of OS/2; save it anew, or as PNG");
  }
  const [width, rows] = [view.getInt32(18, true), view.getInt32(22, true)];
  const height = Math.abs(rows);
  checkPixels({ height, width });
  const [bits, storage] = [view.getUint16(28, true), view.getUint32(30, true)];
  checkStorage(bits, storage);
  const rowBytes = 4 * Math.ceil(width * bits / 32);
  if (
    begin < FILE_HEADER + INFO_HEADER || begin + rowBytes * height > file.length
  ) {
    throw new Error(`fewer pixels than ${height} x ${width}`);
  }
  return {
    height,
    width,
    topDown: rows < 0,
    bits,
    begin,
    rowBytes,
    masks: storage === PLAIN ? USUAL_MASKS[bits] : masksIn(view, size, storage),
    ...bits <= 8 && { palette: paletteOf(file, view, bits) },
  };
}

/** @throws Error for pixels that are compressed, or stored in an unknown way. */
function checkStorage(bits: number, storage: number): void {
  const masks = storage === MASKS || storage === MASKS_WITH_ALPHA;
  if (masks ? ![16, 32].includes(bits) : storage !== PLAIN) {
    throw new Error("a compressed BMP file; save it as PNG");
  }
  if ([1, 4, 8, 16, 24, 32].includes(bits)) return;
  throw new Error(`${bits} bits per pixel; save it as PNG`);
}

/** Reads the masks in the header; only longer headers have one of the opacity. */
function masksIn(view: DataView, size: number, storage: number): number[] {
  const hasAlpha = size >= INFO_HEADER + 16 || storage === MASKS_WITH_ALPHA;
  const at = FILE_HEADER + INFO_HEADER;
  if (view.byteLength < at + 16) throw new Error("a BMP file that is cut off");
  return [0, 4, 8, 12].map((mask) =>
    mask === 12 && !hasAlpha ? 0 : view.getUint32(at + mask, true)
  );
}

function paletteOf(
  file: Uint8Array,
  view: DataView,
  bits: number,
): readonly (readonly number[])[] {
  const at = FILE_HEADER + view.getUint32(14, true);
  const stated = view.getUint32(46, true);
  const colours = stated === 0 ? 2 ** bits : Math.min(stated, 2 ** bits);
  if (at + 4 * colours > file.length) {
    throw new Error("a palette that is cut off");
  }
  return Array.from({ length: colours }, (_, i) => {
    const [blue, green, red] = file.subarray(at + 4 * i, at + 4 * i + 3);
    return [red, green, blue].map((value) => value / 255);
  });
}

/** Writes the pixel at a column into a row, given where the row begins. */
type PixelReader = (start: number, x: number, into: Float32Array) => void;

function paletteReader(
  file: Uint8Array,
  { bits }: Header,
  palette: readonly (readonly number[])[],
  channels: number,
): PixelReader {
  const perByte = 8 / bits, largest = 2 ** bits - 1;
  return (start, x, into) => {
    const byte = file[start + Math.floor(x / perByte)];
    const index = (byte >> (8 - bits * (1 + x % perByte))) & largest;
    const colour = palette[index];
    if (colour === undefined) throw new Error("a colour beyond the palette");
    for (let c = 0; c < channels; c++) into[x * channels + c] = colour[c];
  };
}

function colourReader(
  file: Uint8Array,
  { bits, masks }: Header,
): PixelReader {
  if (bits === 24) {
    return (start, x, into) => {
      const at = start + 3 * x;
      for (let c = 0; c < 3; c++) into[3 * x + c] = file[at + 2 - c] / 255;
    };
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const parts = masks.map(partReader);
  return (start, x, into) => {
    const pixel = bits === 16
      ? view.getUint16(start + 2 * x, true)
      : view.getUint32(start + 4 * x, true);
    const alpha = masks[3] === 0 ? 1 : parts[3](pixel);
    for (let c = 0; c < 3; c++) {
      into[3 * x + c] = onBackground(parts[c](pixel), alpha);
    }
  };
}

/** Prepares to read the bits of a mask as 0 to 1; an empty mask gives 0. */
function partReader(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const largest = mask >>> shift;
  return (pixel) => ((pixel & mask) >>> shift) / largest;
}
