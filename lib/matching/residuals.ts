import { type MatchOrbits, orbitsAtTimes } from "../flow/match_orbits.ts";
import type { OrbitTable } from "../flow/orbit_table.ts";
import { halving, notHalving } from "../images/halve.ts";
import type { Pausable } from "../runtime/pausable.ts";
import {
  beginStretch,
  pausingBands,
  pausingLoop,
} from "../runtime/pausing_loop.ts";
import { eliminateBrightness, sumOfProducts } from "./brightness.ts";
import { BLUR, type MovablePairs } from "./movable.ts";
import { movedImage, mover, type Uncompared } from "./move_x0.ts";
import {
  applyBlurs,
  BLUR_COLUMNS,
  type Blurs,
  BLURS_COST,
} from "./relative_blurs.ts";

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
 * Costs per cell of the frame, in cells of `pausingBands`: of halving one plane, and of
 * the product of two halved planes.
 */
const HALVING = 0.014, PRODUCT = 0.001;

/**
 * Moves the x0 of every chosen pair, and passes on the blurred and pooled planes of its
 * match: residual, slope in t, slope in every coefficient, and in the blurs if these are
 * given. The planes are reused for the next pair. It yields between pairs, and between the
 * steps and bands of large images.
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
  const { terms, cells } = orbits;
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
  const visitCost = planes.length ** 2 / 2 * PRODUCT;
  const stretch = beginStretch();
  const halveEach = (
    from: readonly Float32Array[],
    to: readonly Float32Array[],
  ) =>
    pausingBands(stretch, from.length, cells * HALVING, (first, end) => {
      for (let k = first; k < end; k++) halve(from[k], to[k]);
    });
  yield;
  for (let i = 0; i < chosen.length; i++) {
    const missing = yield* move(
      { pair: chosen[i], match: i, moved, planes },
      stretch,
    );
    if (pairs.brightness) {
      for (let cell = 0; cell < cells; cell++) {
        target[cell] = weight[cell] * value[cell] - residual[cell];
      }
    }
    if (blurs !== undefined) {
      yield* pausingBands(stretch, side, side * BLURS_COST, (first, end) => {
        applyBlurs(moved, side, blurs, planes, first, end);
      });
    }
    yield* halveEach(planes, pooled);
    if (pairs.brightness) {
      yield* halveEach([target, weight], [pooledTarget, shares]);
    }
    yield* pausingBands(stretch, 1, cells * visitCost, () => {
      const gain = pairs.brightness
        ? eliminateBrightness(pooled, pooledTarget, shares)
        : 1;
      visit(i, pooled, { ...missing, gain });
    });
  }
  yield;
}

/** The data of a match in addition to its planes. */
interface Extras extends Uncompared {
  /** The gain that was eliminated, or 1. */
  readonly gain: number;
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
