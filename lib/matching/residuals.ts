import { halving, notHalving } from "../images/halve.ts";
import { type Places, sampleInside } from "../images/kernels.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { gridPlaces } from "../flow/derivative_grid.ts";
import { type MatchOrbits, orbitsAtTimes } from "../flow/match_orbits.ts";
import {
  emptySources,
  type OrbitTable,
  type Sources,
} from "../flow/orbit_table.ts";
import { eliminateBrightness, sumOfProducts } from "./brightness.ts";
import { shownCells } from "./frames.ts";
import { knownAt } from "./known.ts";
import { BLUR, BORDER, type MovablePairs } from "./movable.ts";

/**
 * Blurs of all xt relative to x0, as half of their variance, in cells squared; negative
 * if x0 is blurred more. Two are along the axes of x0, and move with the content; two
 * are along the axes of xt. The interpolation of x0 causes the first two. Pixels that
 * integrate light cause minus their variance in the first two, which the flow stretches,
 * and plus their variance in the last two.
 */
export type Blurs = readonly [
  x0AlongX: number,
  x0AlongY: number,
  xtAlongX: number,
  xtAlongY: number,
];

/** Number of columns of the blurs, which follow those of the coefficients. */
export const BLUR_COLUMNS = 4;

/** Errors of the matches, with gradient and curvature, at one alpha and one t per pair. */
export interface Linearised {
  /** Sum of squared residuals of every pair. */
  readonly errors: Float64Array;
  /** Gradient and curvature in t of half the error, one per pair. */
  readonly tGradient: Float64Array;
  readonly tCurvature: Float64Array;
  /**
   * `count * columns`: gradient in alpha, and in the blurs if these are given, and their
   * mixed curvature with t.
   */
  readonly gradient: Float64Array;
  readonly mixed: Float64Array;
  /** `columns^2`: curvature in these, all pairs together. */
  readonly curvature: Float64Array;
  /** The gain of every pair, 1 if none is fitted. */
  readonly gains: Float64Array;
}

/**
 * The least share of the frame that is compared. If less is known, the missing part
 * counts as not explained, because otherwise a flow that leaves no cell to compare would
 * be best.
 */
const LEAST_SHARE = 0.25;

/**
 * Computes the match of every pair, x0 moved along the flow compared with xt, with its
 * first derivatives in t and alpha (Gauss-Newton).
 *
 * x0 is moved by interpolation at full resolution. Residuals and their derivatives are
 * blurred and pooled, because another interpolation differs mostly in the finest detail.
 * Only cells that the images cover are compared, each weighted by the share of its
 * content that is known. Errors are scaled up as if all cells were compared.
 *
 * @param t One t per chosen pair.
 * @param chosen Numbers of pairs.
 * @param sd Standard deviation of the blur before residuals are pooled, in cells; 0
 * compares the cells themselves.
 * @param blurs The blurs; by default they are not fitted and have no columns.
 */
export function* linearise(
  pairs: MovablePairs,
  table: OrbitTable,
  t: ArrayLike<number>,
  chosen: ArrayLike<number>,
  sd = BLUR,
  blurs?: Blurs,
): Pausable<Linearised> {
  const columns = table.terms + (blurs === undefined ? 0 : BLUR_COLUMNS);
  const count = chosen.length;
  const out = {
    errors: new Float64Array(count),
    tGradient: new Float64Array(count),
    tCurvature: new Float64Array(count),
    gradient: new Float64Array(count * columns),
    mixed: new Float64Array(count * columns),
    curvature: new Float64Array(columns * columns),
    gains: new Float64Array(count),
  };
  yield* eachMatch(
    pairs,
    table,
    t,
    chosen,
    sd,
    blurs,
    (i, planes, extras) => accumulate(out, planes, i, columns, extras),
  );
  return out;
}

/** Computes the change of the chosen pairs: their errors without motion. */
export function* changes(
  { side, x0, xt, brightness }: MovablePairs,
  chosen: ArrayLike<number>,
): Pausable<Float64Array> {
  const cells = side * side;
  const { side: half, halve } = halving(side, BLUR);
  const change = new Float32Array(cells);
  const [pooled, target, shares] = Array.from(
    { length: 3 },
    () => new Float32Array(half * half),
  );
  if (brightness) halve(new Float32Array(cells).fill(1), shares);
  const errors = new Float64Array(chosen.length);
  yield* pausingLoop(chosen.length, cells, (row) => {
    const start = chosen[row] * cells, end = start + cells;
    for (let i = 0; i < cells; i++) change[i] = x0[start + i] - xt[start + i];
    halve(change, pooled);
    if (brightness) {
      halve(xt.subarray(start, end), target);
      eliminateBrightness([pooled], target, shares);
    }
    errors[row] = sumOfProducts(pooled, pooled);
  });
  return errors;
}

/** A callback that receives a match: its row, its planes as in `eachMatch`, and the rest. */
type Visit = (
  row: number,
  planes: readonly Float32Array[],
  extras: Extras,
) => void;

/** Runs `eachMatchAlong` for one tabulated flow and one t per chosen pair. */
export function eachMatch(
  pairs: MovablePairs,
  table: OrbitTable,
  t: ArrayLike<number>,
  chosen: ArrayLike<number>,
  sd: number,
  blurs: Blurs | undefined,
  visit: Visit,
): Pausable<void> {
  const orbits = orbitsAtTimes(table, t);
  return eachMatchAlong(pairs, orbits, chosen, sd, blurs, visit);
}

/**
 * Moves the x0 of every chosen pair, and passes on the blurred and pooled planes of its
 * match: residual, slope in t, slope in every coefficient, and in the blurs if these are
 * given. The planes are reused for the next pair. It yields between pairs.
 *
 * @param orbits One match per chosen pair.
 */
export function* eachMatchAlong(
  pairs: MovablePairs,
  orbits: MatchOrbits,
  chosen: ArrayLike<number>,
  sd: number,
  blurs: Blurs | undefined,
  visit: Visit,
): Pausable<void> {
  const { side } = pairs;
  const { terms, cells, cost } = orbits;
  const { side: half, halve } = sd > 0 ? halving(side, sd) : notHalving(side);
  const planes = Array.from(
    { length: 2 + terms + (blurs === undefined ? 0 : BLUR_COLUMNS) },
    () => new Float32Array(cells),
  );
  const pooled = planes.map(() => new Float32Array(half * half));
  const target = new Float32Array(cells);
  const [pooledTarget, shares] = [0, 1].map(() =>
    new Float32Array(half * half)
  );
  const moved = movedImage(cells);
  const move = mover(pairs, orbits, (half / side) ** 2);
  const [residual] = planes, { value, weight } = moved;
  yield* pausingLoop(chosen.length, cost, (i) => {
    const missing = move(chosen[i], i, planes, moved);
    if (pairs.brightness) {
      for (let cell = 0; cell < cells; cell++) {
        target[cell] = weight[cell] * value[cell] - residual[cell];
      }
    }
    if (blurs !== undefined) applyBlurs(moved, side, blurs, planes);
    planes.forEach((plane, k) => halve(plane, pooled[k]));
    let gain = 1;
    if (pairs.brightness) {
      halve(target, pooledTarget);
      halve(weight, shares);
      gain = eliminateBrightness(pooled, pooledTarget, shares);
    }
    visit(i, pooled, { ...missing, gain });
  });
}

/** A moved x0, on all cells of the frame. */
interface MovedImage extends Places, Sources {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The share of the content that is known, 0 to 1. */
  readonly weight: Float32Array;
}

const movedImage = (cells: number): MovedImage => {
  const [value, dx, dy, weight] = Array.from(
    { length: 4 },
    () => new Float32Array(cells),
  );
  return { ...emptySources(cells), value, dx, dy, weight };
};

/**
 * The blur of x0 is neglected in a cell that the flow shrinks to less than this area, in
 * cells.
 */
const LEAST_AREA = 0.1;

/**
 * Adds the effect of the blurs to the residual, and writes its slopes to the last
 * planes.
 */
function applyBlurs(
  { value, weight, x, y }: MovedImage,
  side: number,
  [x0AlongX, x0AlongY, xtAlongX, xtAlongY]: Blurs,
  planes: readonly Float32Array[],
): void {
  const [residual] = planes;
  const [byX, byY, byColumn, byRow] = planes.slice(-BLUR_COLUMNS);
  for (const plane of [byX, byY, byColumn, byRow]) plane.fill(0);
  for (let row = 1; row < side - 1; row++) {
    for (let column = 1; column < side - 1; column++) {
      const cell = row * side + column;
      const [left, right] = [cell - 1, cell + 1];
      const [up, down] = [cell - side, cell + side];
      // A cell next to an unknown cell is unknown too.
      if (!(allKnown(weight, up) && allKnown(weight, cell))) continue;
      if (!allKnown(weight, down)) continue;
      const twice = 2 * value[cell];
      const xx = value[left] + value[right] - twice;
      const yy = value[up] + value[down] - twice;
      const xy = (value[down + 1] - value[down - 1] - value[up + 1] +
        value[up - 1]) / 4;
      // Second derivatives along the axes of x0, by the inverse of (a b; c d).
      const a = (x[right] - x[left]) / 2, b = (x[down] - x[up]) / 2;
      const c = (y[right] - y[left]) / 2, d = (y[down] - y[up]) / 2;
      const area = (a * d - b * c) ** 2;
      if (area >= LEAST_AREA ** 2) {
        byX[cell] = (d * d * xx - 2 * c * d * xy + c * c * yy) / area;
        byY[cell] = (b * b * xx - 2 * a * b * xy + a * a * yy) / area;
      }
      byColumn[cell] = xx;
      byRow[cell] = yy;
      residual[cell] += x0AlongX * byX[cell] + x0AlongY * byY[cell] +
        xtAlongX * xx + xtAlongY * yy;
    }
  }
}

/** Whether a cell and its neighbours are fully known. */
const allKnown = (weight: Float32Array, cell: number): boolean =>
  weight[cell - 1] === 1 && weight[cell] === 1 && weight[cell + 1] === 1;

/** The data of a match in addition to its planes. */
interface Extras extends Missing {
  /** The gain that was eliminated, or 1. */
  readonly gain: number;
}

/** Correction for the cells of a pair that cannot be compared. */
interface Missing {
  /** Factor of the errors of the compared cells. */
  readonly scale: number;
  /** Error that is added for the missing cells, as not explained. */
  readonly error: number;
}

/**
 * Prepares to move one x0 at a time: it fills `moved` with the moved image, and the
 * planes with its difference from xt and the slopes of that.
 *
 * @param pooled Share of the sum of squares that remains after pooling.
 */
function mover(pairs: MovablePairs, orbits: MatchOrbits, pooled: number) {
  const { range, xt, side } = pairs;
  const { terms, cells, grid } = orbits;
  const { corner, right, down } = gridPlaces(grid, side);
  const points = grid.height * grid.width;
  const [xByAlpha, yByAlpha] = [0, 1].map(() =>
    new Float32Array(points * terms)
  );
  const shown = Uint32Array.from(shownCells(pairs));
  return (
    pair: number,
    match: number,
    planes: readonly Float32Array[],
    moved: MovedImage,
  ): Missing => {
    const { image, known } = pairs.images[pair];
    orbits.places(match, moved, BORDER);
    const { x, y, xByT, yByT, value, dx, dy, weight } = moved;
    sampleInside(image, moved);
    const [residual, byT] = planes;
    if (shown.length < cells) {
      for (const plane of planes) plane.fill(0);
      weight.fill(0);
    }
    let [seen, squares] = [0, 0];
    for (let i = 0; i < shown.length; i++) {
      const cell = shown[i];
      const target = xt[pair * cells + cell];
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
    if (terms > 0) orbits.derivatives(match, xByAlpha, yByAlpha);
    if (terms > 0 && grid.step === 1) {
      for (let i = 0; i < shown.length; i++) {
        const cell = shown[i];
        const slopeX = dx[cell], slopeY = dy[cell];
        let at = cell * terms;
        for (let k = 2; k < 2 + terms; k++, at++) {
          planes[k][cell] = slopeX * xByAlpha[at] + slopeY * yByAlpha[at];
        }
      }
    } else if (terms > 0) {
      for (let i = 0; i < shown.length; i++) {
        const cell = shown[i];
        const slopeX = dx[cell], slopeY = dy[cell];
        const u = right[cell], v = down[cell];
        const a = (1 - u) * (1 - v),
          b = u * (1 - v),
          c = (1 - u) * v,
          d = u * v;
        let above = corner[cell] * terms, below = above + grid.width * terms;
        for (let k = 2; k < 2 + terms; k++, above++, below++) {
          planes[k][cell] = slopeX * (
                a * xByAlpha[above] + b * xByAlpha[above + terms] +
                c * xByAlpha[below] + d * xByAlpha[below + terms]
              ) + slopeY * (
                a * yByAlpha[above] + b * yByAlpha[above + terms] +
                c * yByAlpha[below] + d * yByAlpha[below + terms]
              );
        }
      }
    }
    const least = LEAST_SHARE * shown.length;
    const missing = Math.max(0, least - seen);
    const scale = shown.length / Math.max(seen, least);
    const error = pooled * scale * missing * squares / shown.length;
    return { scale, error };
  };
}

function accumulate(
  out: Linearised,
  planes: readonly Float32Array[],
  i: number,
  columns: number,
  { scale, error, gain }: Extras,
): void {
  const [residual, slope] = planes;
  out.gains[i] = gain;
  out.errors[i] = error + scale * sumOfProducts(residual, residual);
  out.tGradient[i] = scale * sumOfProducts(residual, slope);
  out.tCurvature[i] = scale * sumOfProducts(slope, slope);
  for (let k = 0; k < columns; k++) {
    const column = planes[2 + k];
    out.gradient[i * columns + k] = scale * sumOfProducts(residual, column);
    out.mixed[i * columns + k] = scale * sumOfProducts(slope, column);
    for (let l = 0; l <= k; l++) {
      const product = scale * sumOfProducts(column, planes[2 + l]);
      out.curvature[k * columns + l] += product;
      if (l < k) out.curvature[l * columns + k] += product;
    }
  }
}
