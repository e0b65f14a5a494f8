import type { Size } from "./area_average.ts";

/** The orientation of an image that is stored upright. */
export const UPRIGHT = 1;

/**
 * The operations that put a stored image upright, for each of the eight orientations of
 * EXIF (tag 0x0112): whether its rows become columns, and whether its rows and its
 * columns are read from the last to the first.
 *
 * Source: Exif 2.32 (CIPA DC-008), 4.6.4 A, Orientation.
 */
const WAYS: Readonly<
  Record<
    number,
    {
      readonly swap: boolean;
      readonly rows: boolean;
      readonly columns: boolean;
    }
  >
> = {
  1: { swap: false, rows: false, columns: false },
  2: { swap: false, rows: false, columns: true },
  3: { swap: false, rows: true, columns: true },
  4: { swap: false, rows: true, columns: false },
  5: { swap: true, rows: false, columns: false },
  6: { swap: true, rows: true, columns: false },
  7: { swap: true, rows: true, columns: true },
  8: { swap: true, rows: false, columns: true },
};

/** Whether a number is one of the eight orientations. */
export const isOrientation = (value: unknown): value is number =>
  typeof value === "number" && value in WAYS;

/**
 * Computes the size of an image after it is put upright.
 *
 * @param stored The size as stored.
 * @param orientation 1 to 8.
 */
export function uprightSize(
  { height, width }: Size,
  orientation: number,
): Size {
  return WAYS[orientation].swap
    ? { height: width, width: height }
    : { height, width };
}

/**
 * Puts an image upright.
 *
 * @param pixels `height * width * channels` values, row-major, channels last.
 * @param stored The size as stored.
 * @param orientation 1 to 8.
 * @returns The upright image; `pixels` itself if it is stored upright.
 */
export function upright(
  pixels: Float32Array,
  stored: Size & { readonly channels: number },
  orientation: number,
): Float32Array {
  if (orientation === UPRIGHT) return pixels;
  const { swap, rows, columns } = WAYS[orientation];
  const { height, width } = uprightSize(stored, orientation);
  const { channels } = stored;
  const out = new Float32Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [row, column] = swap ? [x, y] : [y, x];
      const from = channels *
        ((rows ? stored.height - 1 - row : row) * stored.width +
          (columns ? stored.width - 1 - column : column));
      const to = channels * (y * width + x);
      for (let c = 0; c < channels; c++) out[to + c] = pixels[from + c];
    }
  }
  return out;
}
