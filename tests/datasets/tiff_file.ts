/** Fields of {@linkcode tiffOf}: numbers of 32 bits, by their tag. */
export type TiffFields = Readonly<Record<number, readonly number[]>>;

/** Byte at which the content begins in a file of {@linkcode tiffOf}. */
export const TIFF_CONTENT = 8;

/** Tags of the fields that a test names. */
export const tags = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  colours: 262,
  stripBegins: 273,
  values: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planes: 284,
  tileWidth: 322,
} as const;

/**
 * A big-endian TIFF file: a header, the content, the directory. The fields need not be
 * true.
 */
export function tiffOf(fields: TiffFields, content: Uint8Array): Uint8Array {
  const entries = Object.entries(fields);
  const directory = TIFF_CONTENT + content.length + content.length % 2;
  const end = directory + 2 + 12 * entries.length + 4;
  const numbers = entries.flatMap(([, values]) =>
    values.length > 1 ? values : []
  );
  const view = new DataView(new ArrayBuffer(end + 4 * numbers.length));
  const file = new Uint8Array(view.buffer);
  file.set([0x4d, 0x4d, 0, 42]);
  view.setUint32(4, directory);
  file.set(content, TIFF_CONTENT);
  view.setUint16(directory, entries.length);
  let more = end;
  for (const [i, [tag, values]] of entries.entries()) {
    const at = directory + 2 + 12 * i;
    view.setUint16(at, Number(tag));
    view.setUint16(at + 2, 4); // LONG
    view.setUint32(at + 4, values.length);
    view.setUint32(at + 8, values.length > 1 ? more : values[0]);
    if (values.length === 1) continue;
    for (const value of values) {
      view.setUint32(more, value);
      more += 4;
    }
  }
  return file;
}

/** The fields of an uncompressed picture in one strip. */
export const stripFields = (
  [height, width]: readonly [number, number],
  values: number,
  bits: number,
  length: number,
): TiffFields => ({
  [tags.width]: [width],
  [tags.height]: [height],
  [tags.bits]: Array(values).fill(bits),
  [tags.compression]: [1],
  [tags.colours]: [values < 3 ? 1 : 2],
  [tags.stripBegins]: [TIFF_CONTENT],
  [tags.values]: [values],
  [tags.rowsPerStrip]: [height],
  [tags.stripBytes]: [length],
});
