import type { ImageShape } from "../datasets/types.ts";
import type { Size } from "../images/area_average.ts";

/**
 * A square frame that holds images of one shape: it spans -1 to 1 half-frames
 * both ways, whatever their shorter side.
 */
export interface Frame {
  /** Cells per side, even. */
  readonly side: number;
  /** Cells that an image covers wholly, first and last ones. */
  readonly region: Region;
  /** Where images end, half-frames from the middle: 1 along the longer side. */
  readonly extent: { readonly x: number; readonly y: number };
  /** The gray values of an image on the cells; NaN where it covers nothing. */
  readonly place: (image: Float32Array) => Float32Array;
}

/** Cells of a frame, the last ones included. */
export interface Region {
  /** The first column, from 0. */
  readonly left: number;
  /** The last column. */
  readonly right: number;
  /** The first row, from 0. */
  readonly top: number;
  /** The last row. */
  readonly bottom: number;
}

/** Images with a longer side are first compared on frames of the other of the two. */
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
 * The frame in which images of a shape are compared.
 *
 * @param side Cells per side, even. Images with a longer side are averaged down.
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

/** Shares of red, green and blue in the luminance (ITU-R BT.601). */
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

/** The shares of the pixels along an axis in a cell. */
interface Shares {
  readonly pixels: readonly (readonly [pixel: number, share: number])[];
  /** Share of the cell that the image covers. */
  readonly covered: number;
}

/**
 * The pixels that every cell takes, along both axes; the middle of frame and image
 * is the same. Cells that are pixels are taken as they are. All others are the mean
 * of the linear interpolation between the pixels' centres: that keeps every place
 * where it is, and blurs alike along both axes, wherever the cells' edges lie.
 *
 * @param size Of a cell, in pixels.
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
        // The outermost values go on to the image's edge.
        const held = Math.min(Math.max(pixel, 0), pixels - 1);
        if (part > 1e-9) shares.set(held, (shares.get(held) ?? 0) + part);
      }
      return { pixels: [...shares], covered };
    })
  );
}

/** Integral up to u of the weight 1 - |u|, of a pixel in a linear interpolation. */
function rampIntegral(u: number): number {
  if (u <= -1) return 0;
  if (u >= 1) return 1;
  return u < 0 ? (1 + u) ** 2 / 2 : 1 - (1 - u) ** 2 / 2;
}

/** The first and the last cell that are covered wholly. */
function whole(cells: readonly Shares[]): readonly [number, number] {
  const covers = ({ covered }: Shares) => covered > 1 - 1e-6;
  return [cells.findIndex(covers), cells.findLastIndex(covers)];
}

/** The mean of what every cell covers of an image. */
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

/** The numbers of a region's cells on a frame. */
export function regionCells(
  { left, right, top, bottom }: Region,
  side: number,
): number[] {
  const cells: number[] = [];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      cells.push(row * side + column);
    }
  }
  return cells;
}
