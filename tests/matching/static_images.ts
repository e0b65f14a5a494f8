import type { Pairs } from "#lib/datasets/types.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";

/** The value that a layer shows for a content's value on a cell. */
export type SeenThrough = (value: number, cell: number) => number;

/** Pairs with all images seen through one static layer. */
export function through(pairs: Pairs, seen: SeenThrough): Pairs {
  const cells = pairs.height * pairs.width;
  const every = (images: Float32Array) =>
    images.map((value, i) => seen(value, i % cells));
  return { ...pairs, x0: every(pairs.x0), xt: every(pairs.xt) };
}

/** A layer that adds white noise of this standard deviation. */
export function pattern(size: number, deviation: number): SeenThrough {
  const gauss = standardNormal(randomStream(0, "pattern"));
  const offsets = Float32Array.from(
    { length: size * size },
    () => deviation * gauss(),
  );
  return (value, cell) => value + offsets[cell];
}

/** A vignette: the gain falls from 1 in the middle to a share in the corners. */
export const vignette = (size: number, corner: number): SeenThrough => {
  const at = (k: number) => (k + 0.5) / (size / 2) - 1;
  return (value, cell) => {
    const [x, y] = [at(cell % size), at(Math.floor(cell / size))];
    return value * (1 - (1 - corner) * (x * x + y * y) / 2);
  };
};

/** An opaque square of stripes, three cells from two edges at the top right. */
export const logo = (size: number, width: number): SeenThrough => (v, cell) => {
  const [row, column] = [Math.floor(cell / size), cell % size];
  const isIn = row >= 1 && row < 1 + width &&
    column >= size - 1 - width && column < size - 1;
  return isIn ? row % 3 === 0 ? 0.2 : 1 : v;
};

/** A frame of one colour along all edges. */
export const framed =
  (size: number, width: number, colour: number): SeenThrough => (v, cell) => {
    const [row, column] = [Math.floor(cell / size), cell % size];
    const last = size - 1;
    return Math.min(row, column, last - row, last - column) < width
      ? colour
      : v;
  };
