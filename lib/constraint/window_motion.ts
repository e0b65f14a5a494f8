import type { Basis } from "../lie/basis.ts";
import { combineLines, lineStack } from "../lie/line_generator.ts";
import { chebyshevSeries, coefficientsAt, unitOf } from "../lie/line_series.ts";
import { createNormBound } from "../lie/norm_bound.ts";

/** Number of cells around the frame over which the field falls to 0, as in training. */
const MARGIN = 3;

/** Relative error of the series: the smallest one that it supports. */
const TOLERANCE = 1e-6;

/** Number of unit images that are moved at once; three grids of them fit in a cache. */
const COLUMNS = 98;

/**
 * Computes the matrices S(t) = exp(-tG) on row-major images of side x side cells. The
 * generator is in tapered split form on a grid with margins; an image is placed on the
 * grid, moved and cropped.
 *
 * All t share the polynomials of one Chebyshev series in G, which takes about
 * (max |t| norm(G) + 20) side^2 products with G.
 *
 * @param alpha Unit coefficients.
 * @param times The t, finite.
 * @returns `times x side^2 x side^2`, row-major: S(t) times a column vector moves it.
 */
export function windowMotions(
  basis: Basis,
  alpha: ArrayLike<number>,
  side: number,
  times: readonly number[],
): Float64Array {
  const grid = motionGrid(basis, alpha, side);
  const largest = Math.max(...times.map(Math.abs));
  const bound = createNormBound(basis, side, MARGIN)(alpha);
  const series = chebyshevSeries(largest, bound, TOLERANCE);
  const weights = times.map((t) => coefficientsAt(series, t).value);
  const cells = side * side;
  const motions = new Float64Array(times.length * cells * cells);
  for (let first = 0; first < cells; first += COLUMNS) {
    const columns = Math.min(COLUMNS, cells - first);
    const add = adder(motions, grid, weights, first, columns);
    // p_0 = x / 2, p_1 = B p_0, p_2 = B p_1 + 2 p_0, p_{j+1} = B p_j + p_{j-1}.
    let before = unitImages(grid, first, columns);
    let current = new Float64Array(before.length);
    applyToMany(grid, unitOf(series), before, current, columns);
    add(0, before);
    add(1, current);
    for (let j = 2; j <= series.terms; j++) {
      if (j === 2) { for (let i = 0; i < before.length; i++) before[i] *= 2; }
      applyToMany(grid, unitOf(series), current, before, columns);
      [before, current] = [current, before];
      add(j, current);
    }
  }
  return motions;
}

/** A grid with margins around a frame, and a generator on it as line matrices. */
interface MotionGrid {
  readonly side: number;
  /** Side of the grid, margins included. */
  readonly size: number;
  readonly lines: Float64Array;
}

function motionGrid(
  basis: Basis,
  alpha: ArrayLike<number>,
  side: number,
): MotionGrid {
  const stack = lineStack(basis, side, { kind: "tapered", margin: MARGIN });
  const size = side + 2 * MARGIN;
  const lines = new Float64Array(2 * size ** 3);
  combineLines(stack, alpha, 1, lines);
  return { side, size, lines };
}

/** Returns the cell of the grid at a cell of the frame. */
const inGrid = ({ side, size }: MotionGrid, cell: number) =>
  (Math.floor(cell / side) + MARGIN) * size + cell % side + MARGIN;

/** Makes unit images times 1/2, on the grid: `size^2 x columns`. */
function unitImages(
  grid: MotionGrid,
  first: number,
  columns: number,
): Float64Array<ArrayBuffer> {
  const images = new Float64Array(grid.size ** 2 * columns);
  for (let column = 0; column < columns; column++) {
    images[inGrid(grid, first + column) * columns + column] = 1 / 2;
  }
  return images;
}

/**
 * Returns a function that adds polynomial j, cropped and weighted, to the columns of all
 * motions.
 */
function adder(
  motions: Float64Array,
  grid: MotionGrid,
  weights: readonly Float64Array[],
  first: number,
  columns: number,
): (j: number, images: Float64Array) => void {
  const cells = grid.side ** 2;
  return (j, images) =>
    weights.forEach((value, k) => {
      const weight = value[j];
      if (weight === 0) return;
      for (let cell = 0; cell < cells; cell++) {
        const to = (k * cells + cell) * cells + first;
        const from = inGrid(grid, cell) * columns;
        for (let i = 0; i < columns; i++) {
          motions[to + i] += weight * images[from + i];
        }
      }
    });
}

/**
 * Adds unit G x to `out`, for many images in columns: `size^2 x columns`. Each step
 * computes two cells of a line from four.
 */
function applyToMany(
  { size, lines }: MotionGrid,
  unit: number,
  x: Float64Array,
  out: Float64Array,
  columns: number,
): void {
  // Entries beyond the end of a line count as 0.
  const entry = (line: number, i: number, k: number) =>
    i < size && k < size ? unit * lines[(line * size + k) * size + i] : 0;
  const block = new Float64Array(8);
  for (let line = 0; line < 2 * size; line++) {
    const [start, step] = line < size ? [line * size, 1] : [line - size, size];
    const place = (i: number) =>
      (start + Math.min(i, size - 1) * step) * columns;
    for (let i = 0; i < size; i += 2) {
      for (let k = 0; k < size; k += 4) {
        for (let e = 0; e < 8; e++) {
          block[e] = entry(line, i + (e >> 2), k + (e & 3));
        }
        if (block.every((value) => value === 0)) continue;
        addBlock(
          block,
          x,
          [place(k), place(k + 1), place(k + 2), place(k + 3)],
          out,
          [place(i), place(i + 1)],
          columns,
        );
      }
    }
  }
}

function addBlock(
  block: Float64Array,
  x: Float64Array,
  [p, q, r, s]: readonly number[],
  out: Float64Array,
  [upper, lower]: readonly number[],
  columns: number,
): void {
  const [a, b, c, d, e, f, g, h] = block;
  for (let j = 0; j < columns; j++) {
    const xp = x[p + j], xq = x[q + j], xr = x[r + j], xs = x[s + j];
    out[upper + j] += a * xp + b * xq + c * xr + d * xs;
    out[lower + j] += e * xp + f * xq + g * xr + h * xs;
  }
}
