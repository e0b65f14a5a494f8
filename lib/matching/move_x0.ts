import { type GridPlaces, gridPlaces } from "../flow/derivative_grid.ts";
import type { MatchOrbits } from "../flow/match_orbits.ts";
import { emptySources, type Sources } from "../flow/orbit_table.ts";
import { type Places, sampleInside } from "../images/kernels.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingBands, type Stretch } from "../runtime/pausing_loop.ts";
import { shownCells } from "./frames.ts";
import { knownAt } from "./known.ts";
import { BORDER, type MovablePairs } from "./movable.ts";

/** A moved x0, on all cells of the frame. */
export interface MovedImage extends Places, Sources {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The share of the content that is known, 0 to 1. */
  readonly weight: Float32Array;
}

/** Makes room for a moved x0. */
export const movedImage = (cells: number): MovedImage => {
  const [value, dx, dy, weight] = Array.from(
    { length: 4 },
    () => new Float32Array(cells),
  );
  return { ...emptySources(cells), value, dx, dy, weight };
};

/** Correction for the cells of a pair that cannot be compared. */
export interface Uncompared {
  /** Factor of the errors of the compared cells. */
  readonly scale: number;
  /** Error that is added for the missing cells, as not explained. */
  readonly error: number;
}

/** One x0 that is to be moved. */
export interface Move {
  /** Number of the pair. */
  readonly pair: number;
  /** Number of the match, whose orbits x0 is moved along. */
  readonly match: number;
  /** Becomes the moved x0. */
  readonly moved: MovedImage;
  /** Become its difference from xt, and the slopes of that in t and in every coefficient. */
  readonly planes: readonly Float32Array[];
}

/**
 * The least share of the frame that is compared. If less is known, the missing part
 * counts as not explained, because otherwise a flow that leaves no cell to compare would
 * be best.
 */
const LEAST_SHARE = 0.25;

/**
 * Costs per cell of the frame, in cells of `pausingBands`: of sampling x0, of comparing it
 * with xt, and of the slope in one coefficient.
 */
const SAMPLING = 0.13, COMPARING = 0.07, SLOPE = 0.016;

/**
 * Prepares to move one x0 at a time. It yields between steps and bands of large images.
 *
 * @param pooled Share of the sum of squares that remains after pooling.
 */
export function mover(
  pairs: MovablePairs,
  orbits: MatchOrbits,
  pooled: number,
): (move: Move, stretch: Stretch) => Pausable<Uncompared> {
  const { terms, cells, grid, cost } = orbits;
  const points = grid.height * grid.width;
  const slopes: OrbitSlopes = {
    terms,
    width: grid.width,
    places: grid.step === 1 ? null : gridPlaces(grid, pairs.side),
    x: new Float32Array(points * terms),
    y: new Float32Array(points * terms),
  };
  const shown = Uint32Array.from(shownCells(pairs));
  return function* (move, stretch) {
    const { pair, match, moved, planes } = move;
    yield* pausingBands(stretch, 1, cost, () => {
      orbits.places(match, moved, BORDER);
      if (terms > 0) orbits.derivatives(match, slopes.x, slopes.y);
    });
    const { image } = pairs.images[pair];
    yield* pausingBands(stretch, cells, SAMPLING, (first, end) => {
      sampleInside(image, moved, first, end);
    });
    if (shown.length < cells) {
      for (const plane of planes) plane.fill(0);
      moved.weight.fill(0);
    }
    const sums = { seen: 0, squares: 0 };
    yield* pausingBands(stretch, shown.length, COMPARING, (first, end) => {
      compare(pairs, move, shown.subarray(first, end), sums);
    });
    if (terms > 0) {
      yield* pausingBands(
        stretch,
        shown.length,
        terms * SLOPE,
        (first, end) => {
          fillSlopes(slopes, move, shown.subarray(first, end));
        },
      );
    }
    const least = LEAST_SHARE * shown.length;
    const missing = Math.max(0, least - sums.seen);
    const scale = shown.length / Math.max(sums.seen, least);
    const error = pooled * scale * missing * sums.squares / shown.length;
    return { scale, error };
  };
}

/**
 * Compares some cells of a moved x0 with xt: fills the residual and its slope in t, and
 * adds to the sums.
 *
 * @param sums The known share of all cells, and the squared values of xt.
 */
function compare(
  { range, xt, side, images }: MovablePairs,
  { pair, moved, planes: [residual, byT] }: Move,
  shown: Uint32Array,
  sums: { seen: number; squares: number },
): void {
  const { known } = images[pair];
  const { x, y, xByT, yByT, value, dx, dy, weight } = moved;
  const start = pair * side * side;
  let { seen, squares } = sums;
  for (let i = 0; i < shown.length; i++) {
    const cell = shown[i];
    const target = xt[start + cell];
    const share = known === undefined
      ? 1
      : knownAt(known, side, x[cell] - BORDER, y[cell] - BORDER);
    squares += target * target;
    seen += share;
    weight[cell] = share;
    const free = value[cell];
    const cut = free < range.low
      ? range.low
      : free > range.high
      ? range.high
      : free;
    // The slope of a clipped value is 0.
    if (cut !== free) {
      value[cell] = cut;
      dx[cell] = dy[cell] = 0;
    }
    dx[cell] *= share;
    dy[cell] *= share;
    residual[cell] = share * (cut - target);
    byT[cell] = dx[cell] * xByT[cell] + dy[cell] * yByT[cell];
  }
  sums.seen = seen;
  sums.squares = squares;
}

/** Derivatives in the coefficients of where the orbits of a match come from. */
interface OrbitSlopes {
  readonly terms: number;
  /** Number of grid points per row. */
  readonly width: number;
  /** Where every cell lies in the grid, or null if it has a point in every cell. */
  readonly places: GridPlaces | null;
  /** `points * terms` each. */
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Fills the slopes of some cells in all coefficients. */
function fillSlopes(
  { terms, width, places, x, y }: OrbitSlopes,
  { moved: { dx, dy }, planes }: Move,
  shown: Uint32Array,
): void {
  if (places === null) {
    for (let i = 0; i < shown.length; i++) {
      const cell = shown[i];
      const slopeX = dx[cell], slopeY = dy[cell];
      let at = cell * terms;
      for (let k = 2; k < 2 + terms; k++, at++) {
        planes[k][cell] = slopeX * x[at] + slopeY * y[at];
      }
    }
    return;
  }
  const { corner, right, down } = places;
  for (let i = 0; i < shown.length; i++) {
    const cell = shown[i];
    const slopeX = dx[cell], slopeY = dy[cell];
    const u = right[cell], v = down[cell];
    const a = (1 - u) * (1 - v), b = u * (1 - v), c = (1 - u) * v, d = u * v;
    let above = corner[cell] * terms, below = above + width * terms;
    for (let k = 2; k < 2 + terms; k++, above++, below++) {
      planes[k][cell] = slopeX * (
            a * x[above] + b * x[above + terms] +
            c * x[below] + d * x[below + terms]
          ) + slopeY * (
            a * y[above] + b * y[above + terms] +
            c * y[below] + d * y[below + terms]
          );
    }
  }
}
