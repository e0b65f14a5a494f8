/** Numbers of the fields that are read (TIFF 6.0, appendix A). */
export const TIFF_FIELDS = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  colours: 262,
  fillOrder: 266,
  stripBegins: 273,
  orientation: 274,
  values: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planes: 284,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  extraValues: 338,
  format: 339,
} as const;

/** The directory of a TIFF file of one picture. */
export interface TiffDirectory {
  readonly littleEndian: boolean;
  /** Returns the numbers of a field; undefined if the file does not have it. */
  readonly field: (
    name: keyof typeof TIFF_FIELDS,
  ) => readonly number[] | undefined;
  /** Position in the file of the 12 bytes of each field that is read. */
  readonly entries: ReadonlyMap<number, number>;
}

/** Number of bytes of an entry of the directory. */
export const ENTRY_BYTES = 12;

/** Number of bytes of a value, by TIFF's number of its type: BYTE, SHORT and LONG. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };

/**
 * Reads the directory of a TIFF file. Only numbers inside of the file are read, however
 * many a field states.
 *
 * @throws Error for a file that is damaged, or has several pictures.
 */
export function tiffDirectory(file: Uint8Array): TiffDirectory {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const inside = (at: number, length: number): number => {
    if (at + length > file.length) {
      throw new Error("a TIFF file that is cut off");
    }
    return at;
  };
  inside(0, 8);
  const littleEndian = file[0] === 0x49;
  const long = (at: number) => view.getUint32(inside(at, 4), littleEndian);
  const short = (at: number) => view.getUint16(inside(at, 2), littleEndian);
  const begin = long(4), count = short(begin);
  const end = inside(begin + 2, ENTRY_BYTES * count + 4) + ENTRY_BYTES * count;
  if (long(end) !== 0) {
    throw new Error("a TIFF file of several pictures; save one of them");
  }
  const known = new Set<number>(Object.values(TIFF_FIELDS));
  const entries = new Map<number, number>();
  for (let at = begin + 2; at < end; at += ENTRY_BYTES) {
    const tag = short(at);
    if (known.has(tag)) entries.set(tag, at);
  }
  const numbersAt = (at: number): readonly number[] => {
    const type = short(at + 2), values = long(at + 4);
    const bytes = TYPE_BYTES[type];
    if (bytes === undefined || values === 0) {
      throw new Error(`a field (${short(at)}) of no numbers`);
    }
    const length = bytes * values;
    const from = inside(length <= 4 ? at + 8 : long(at + 8), length);
    return Array.from(
      { length: values },
      (_, i) =>
        bytes === 1
          ? file[from + i]
          : bytes === 2
          ? short(from + 2 * i)
          : long(from + 4 * i),
    );
  };
  const numbers = new Map(
    Array.from(entries, ([tag, at]) => [tag, numbersAt(at)]),
  );
  return {
    littleEndian,
    entries,
    field: (name) => numbers.get(TIFF_FIELDS[name]),
  };
}

/** Makes the entry of a field of one number of 16 bits. */
export function shortEntry(
  tag: number,
  value: number,
  littleEndian: boolean,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(ENTRY_BYTES));
  view.setUint16(0, tag, littleEndian);
  view.setUint16(2, 3, littleEndian); // SHORT
  view.setUint32(4, 1, littleEndian);
  view.setUint16(8, value, littleEndian);
  return new Uint8Array(view.buffer);
}
