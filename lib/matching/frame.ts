import type { ImageShape } from "../datasets/types.ts";
import type { Size } from "../images/area_average.ts";
import type { Region } from "./region.ts";

/**
 * A square frame that holds images of one shape. It spans -1 to 1 half-frames along both
 * axes; the images may be shorter along one of them.
 */
export interface Frame {
  /** Cells per side, even. */
  readonly side: number;
  /** The cells that an image covers completely. */
  readonly region: Region;
  /**
   * Distance of the images' edges from the middle, in half-frames: 1 along the longer
   * side.
   */
  readonly extent: { readonly x: number; readonly y: number };
  /**
   * Computes the gray values of an image on the cells; NaN on cells that it does not
   * cover.
   */
  readonly place: (image: Float32Array) => Float32Array;
}

/**
 * Images with more pixels per side than `LARGEST_SIDE` are first compared on frames of
 * `COARSE_SIDE` cells per side.
 */
const LARGEST_SIDE = 32, COARSE_SIDE = 28;

/** Cells per side of a frame on which images keep their resolution. */
export const ownSide = ({ height, width }: Size): number =>
  2 * Math.round(Math.max(height, width) / 2);

/** Cells per side of the frame on which images are first compared, 32 at most. */
export const coarseSide = (size: Size): number =>
  Math.max(size.height, size.width) > LARGEST_SIDE
    ? COARSE_SIDE
    : ownSide(size);

/**
 * Makes the frame on which images of a shape are compared.
 *
 * @param side Cells per side, even. Images with more pixels per side are averaged.
 */
export function frameOf(
  { height, width, channels }: ImageShape,
  side = coarseSide({ height, width }),
): Frame {
  const longer = Math.max(height, width);
  const [rows, columns] = axesOf([height, width], side, longer / side);
  const [top, bottom] = whole(rows), [left, right] = whole(columns);
  return {
    side,
    region: { left, right, top, bottom },
    extent: { x: width / longer, y: height / longer },
    place: height === side && width === side
      ? (image) => grayOf(image, channels)
      : (image) => averaged(grayOf(image, channels), width, rows, columns),
  };
}

/** Weights of red, green and blue in the luminance (ITU-R BT.601). */
const LUMINANCE = [0.299, 0.587, 0.114];

function grayOf(image: Float32Array, channels: number): Float32Array {
  if (channels === 1) return image;
  const shares = channels === LUMINANCE.length
    ? LUMINANCE
    : Array<number>(channels).fill(1 / channels);
  const gray = new Float32Array(image.length / channels);
  for (let pixel = 0; pixel < gray.length; pixel++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) {
      sum += shares[c] * image[pixel * channels + c];
    }
    gray[pixel] = sum;
  }
  return gray;
}

/** The weights of the pixels along an axis in a cell. */
interface Shares {
  readonly pixels: readonly (readonly [pixel: number, share: number])[];
  /** Share of the cell that the image covers. */
  readonly covered: number;
}

/**
 * Computes the weights of the pixels in every cell, along both axes. Frame and image
 * have the same middle. If cells are pixels, values are copied. Otherwise a cell is the
 * mean of the linear interpolation between the pixels' centres. This moves no content,
 * and it blurs both axes equally, wherever the cells' edges are.
 *
 * @param size Size of a cell, in pixels.
 */
function axesOf(
  sides: readonly number[],
  cells: number,
  size: number,
): Shares[][] {
  const offsets = sides.map((pixels) => (pixels - cells * size) / 2);
  const share = size === 1 && offsets.every(Number.isInteger)
    ? (pixel: number, from: number) => pixel === from ? 1 : 0
    : (pixel: number, from: number, to: number) =>
      rampIntegral(to - pixel - 0.5) - rampIntegral(from - pixel - 0.5);
  return sides.map((pixels, axis) =>
    Array.from({ length: cells }, (_, i) => {
      const from = Math.max(offsets[axis] + i * size, 0);
      const to = Math.min(offsets[axis] + (i + 1) * size, pixels);
      const covered = Math.max(to - from, 0) / size;
      const shares = new Map<number, number>();
      const last = covered > 0 ? Math.floor(to) + 1 : -2;
      for (let pixel = Math.floor(from) - 1; pixel <= last; pixel++) {
        const part = share(pixel, from, to) / size;
        // The outermost values are constant up to the image's edge.
        const held = Math.min(Math.max(pixel, 0), pixels - 1);
        if (part > 1e-9) shares.set(held, (shares.get(held) ?? 0) + part);
      }
      return { pixels: [...shares], covered };
    })
  );
}

/**
 * The integral up to u of the weight 1 - |u| that a pixel has in a linear interpolation.
 */
function rampIntegral(u: number): number {
  if (u <= -1) return 0;
  if (u >= 1) return 1;
  return u < 0 ? (1 + u) ** 2 / 2 : 1 - (1 - u) ** 2 / 2;
}

/** The first and the last cell that are covered completely. */
function whole(cells: readonly Shares[]): readonly [number, number] {
  const covers = ({ covered }: Shares) => covered > 1 - 1e-6;
  return [cells.findIndex(covers), cells.findLastIndex(covers)];
}

/** The mean over the part of an image that each cell covers. */
function averaged(
  image: Float32Array,
  width: number,
  rows: readonly Shares[],
  columns: readonly Shares[],
): Float32Array {
  const out = new Float32Array(rows.length * columns.length).fill(NaN);
  rows.forEach((above, row) =>
    columns.forEach((beside, column) => {
      if (above.covered === 0 || beside.covered === 0) return;
      let sum = 0;
      for (const [y, a] of above.pixels) {
        for (const [x, b] of beside.pixels) sum += a * b * image[y * width + x];
      }
      out[row * columns.length + column] = sum /
        (above.covered * beside.covered);
    })
  );
  return out;
}
