import type { Surroundings } from "../datasets/types.ts";
import { halving } from "../images/halve.ts";
import {
  sampleSpline,
  splineCoefficients,
  type SplineImage,
} from "../images/spline.ts";
import type { Region } from "./frame.ts";
import type { FlowTable } from "./flow_table.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** Pairs whose x0 can be moved. */
export interface MovablePairs {
  readonly count: number;
  readonly side: number;
  readonly region: Region;
  readonly surroundings: Surroundings;
  /** Of `side + 2 BORDER` cells a side. */
  readonly x0: readonly SplineImage[];
  /** `count * side^2` values. */
  readonly xt: Float32Array;
}

/** Cells around an image: over them, it goes over into its background. */
export const BORDER = 3;

/** Prepares pairs for being moved. */
export function movable(pairs: WorkingPairs): MovablePairs {
  const { count, side, region, surroundings, x0, xt } = pairs;
  const splines = Array.from({ length: count }, (_, i) => {
    const image = x0.subarray(i * side ** 2, (i + 1) * side ** 2);
    return splineCoefficients(
      bordered(image, side, surroundings),
      side + 2 * BORDER,
      side + 2 * BORDER,
    );
  });
  return { count, side, region, surroundings, x0: splines, xt };
}

/** An image in a border of nothing, or of what is nearest to it in a scene. */
function bordered(
  image: Float32Array,
  side: number,
  surroundings: Surroundings,
): Float32Array {
  const wide = side + 2 * BORDER;
  const nearest = (i: number) => Math.min(Math.max(i - BORDER, 0), side - 1);
  return Float32Array.from({ length: wide * wide }, (_, cell) => {
    const [row, column] = [Math.floor(cell / wide), cell % wide];
    const [y, x] = [nearest(row), nearest(column)];
    const inside = y === row - BORDER && x === column - BORDER;
    return inside || surroundings === "unknown" ? image[y * side + x] : 0;
  });
}

/** How a match is judged at one alpha and one t a pair. */
export interface Linearised {
  /** Sum of squared residuals of every pair. */
  readonly errors: Float64Array;
  /** Gradient and curvature of half of it in t, a pair each. */
  readonly tGradient: Float64Array;
  readonly tCurvature: Float64Array;
  /**
   * `count * columns`: gradient in alpha, and in the softness where that is
   * given, and their mixed curvature with t.
   */
  readonly gradient: Float64Array;
  readonly mixed: Float64Array;
  /** `columns^2`: curvature in these, all pairs together. */
  readonly curvature: Float64Array;
}

/** Standard deviation of the blur that residuals are seen through, in cells. */
export const BLUR = 1;

/**
 * At least this share of the frame is compared. What is missing counts as not
 * explained at all, or a flow would win by leaving nothing to compare.
 */
const LEAST_SHARE = 0.25;

/**
 * The match of every pair, x0 moved along the flow against its xt, and how it
 * changes with t and alpha to first order (Gauss-Newton).
 *
 * x0 is moved by interpolation at full resolution. Residuals, and with them
 * their derivatives, are blurred and pooled: what was made with another
 * interpolation differs in the finest detail above all. Where a scene goes on
 * beyond the images, a cell counts only if its content comes from inside, and
 * errors are counted as if all cells did.
 *
 * @param t One for every pair that is chosen.
 * @param chosen Numbers of pairs.
 * @param softness How much softer all xt are than x0, in squares of a cell: half
 * the variance of a blur that interpolation left, below 0 where x0 is the softer.
 */
export function linearise(
  pairs: MovablePairs,
  table: FlowTable,
  t: ArrayLike<number>,
  chosen: ArrayLike<number>,
  sd = BLUR,
  softness?: number,
): Linearised {
  const { side } = pairs;
  const { terms, cells } = table;
  const columns = terms + (softness === undefined ? 0 : 1);
  const count = chosen.length;
  const out = {
    errors: new Float64Array(count),
    tGradient: new Float64Array(count),
    tCurvature: new Float64Array(count),
    gradient: new Float64Array(count * columns),
    mixed: new Float64Array(count * columns),
    curvature: new Float64Array(columns * columns),
  };
  // Residual, slope in t, slope in every coefficient: planes of one image.
  const { side: half, halve } = halving(side, sd);
  const planes = Array.from(
    { length: 2 + columns },
    () => new Float32Array(cells),
  );
  const pooled = planes.map(() => new Float32Array(half * half));
  const moved = new Float32Array(cells);
  const move = mover(pairs, table);
  for (let i = 0; i < count; i++) {
    const pair = chosen[i];
    const missing = move(pair, t[i], planes, moved);
    if (softness !== undefined) soften(moved, side, softness, planes);
    planes.forEach((plane, k) => halve(plane, pooled[k]));
    accumulate(out, pooled, i, columns, missing);
  }
  return out;
}

/** Adds the change by a blur to the residual; the last plane is its slope. */
function soften(
  moved: Float32Array,
  side: number,
  softness: number,
  planes: readonly Float32Array[],
): void {
  const [residual] = planes;
  const slope = planes.at(-1)!;
  slope.fill(0);
  for (let row = 1; row < side - 1; row++) {
    for (let column = 1; column < side - 1; column++) {
      const cell = row * side + column;
      const bend = moved[cell - 1] + moved[cell + 1] + moved[cell - side] +
        moved[cell + side] - 4 * moved[cell];
      // Beside what is not known nothing is.
      if (Number.isNaN(bend)) continue;
      slope[cell] = bend;
      residual[cell] += softness * bend;
    }
  }
}

/** What of the frame a pair leaves to compare. */
interface Missing {
  /** Multiplies the errors of the cells that are seen. */
  readonly scale: number;
  /** Counted as not explained. */
  readonly error: number;
}

const NOTHING: Missing = { scale: 1, error: 0 };

/**
 * Moves one x0 at a time, and fills the planes with what it then differs by, and
 * `moved` with what it then is, NaN where that is not fully known.
 */
function mover(pairs: MovablePairs, table: FlowTable) {
  const { side, surroundings, region } = pairs;
  const { terms, cells, spacing, nodes } = table;
  const middle = (nodes - 1) / 2;
  const sample = { value: 0, dx: 0, dy: 0 };
  const black = surroundings === "black";
  const weigh = black ? everywhere(side) : within(region);
  const shown = cellsOf(region);
  return (
    pair: number,
    t: number,
    planes: readonly Float32Array[],
    moved: Float32Array,
  ): Missing => {
    const image = pairs.x0[pair];
    const at = Math.min(Math.max(t / spacing + middle, 0), nodes - 1.0001);
    const node = Math.floor(at), part = at - node;
    const [residual, slope] = planes;
    let [seen, squares] = [0, 0];
    for (let cell = 0; cell < cells; cell++) {
      const a = node * cells + cell, b = a + cells;
      const x = table.x[a] + part * (table.x[b] - table.x[a]);
      const y = table.y[a] + part * (table.y[b] - table.y[a]);
      const target = pairs.xt[pair * cells + cell];
      const isTarget = black || isShown(region, cell, side);
      const weight = isTarget ? weigh(x, y) : 0;
      if (isTarget) squares += target * target;
      if (weight === 0) {
        residual[cell] = black ? -target : 0;
        moved[cell] = black ? 0 : NaN;
        for (let k = 1; k < 2 + terms; k++) planes[k][cell] = 0;
        continue;
      }
      seen += weight;
      sampleSpline(image, x + BORDER, y + BORDER, sample);
      moved[cell] = weight === 1 ? sample.value : NaN;
      residual[cell] = weight * (sample.value - target);
      const dx = weight * sample.dx, dy = weight * sample.dy;
      slope[cell] = (dx * (table.x[b] - table.x[a]) +
        dy * (table.y[b] - table.y[a])) / spacing;
      for (let k = 0; k < terms; k++) {
        const ka = a * terms + k, kb = b * terms + k;
        const xOf = table.xOf[ka], yOf = table.yOf[ka];
        planes[2 + k][cell] = dx * (xOf + part * (table.xOf[kb] - xOf)) +
          dy * (yOf + part * (table.yOf[kb] - yOf));
      }
    }
    if (black) return NOTHING;
    const least = LEAST_SHARE * shown;
    const missing = Math.max(0, least - seen);
    const scale = shown / Math.max(seen, least);
    // A quarter, as pooling leaves of the sum of squares.
    return { scale, error: scale * missing * squares / shown / 4 };
  };
}

/** How much a cell counts whose content comes from (x, y), in cells. */
type Weigh = (x: number, y: number) => number;

/** 1 where there is anything, border included: it has gone over to nothing. */
function everywhere(side: number): Weigh {
  const [low, high] = [2 - BORDER, side + BORDER - 3];
  return (x, y) => x >= low && x <= high && y >= low && y <= high ? 1 : 0;
}

/** 1 inside; it falls to 0 over the outermost cell, for errors must not jump. */
function within({ left, right, top, bottom }: Region): Weigh {
  return (x, y) => {
    const inside = Math.min(x - left, right - x, y - top, bottom - y);
    return Math.min(Math.max(inside, 0), 1);
  };
}

const cellsOf = ({ left, right, top, bottom }: Region): number =>
  (right - left + 1) * (bottom - top + 1);

function isShown(
  { left, right, top, bottom }: Region,
  cell: number,
  side: number,
): boolean {
  const column = cell % side, row = Math.floor(cell / side);
  return column >= left && column <= right && row >= top && row <= bottom;
}

function accumulate(
  out: Linearised,
  planes: readonly Float32Array[],
  i: number,
  columns: number,
  { scale, error }: Missing,
): void {
  const [residual, slope] = planes;
  out.errors[i] = error + scale * dot(residual, residual);
  out.tGradient[i] = scale * dot(residual, slope);
  out.tCurvature[i] = scale * dot(slope, slope);
  for (let k = 0; k < columns; k++) {
    const column = planes[2 + k];
    out.gradient[i * columns + k] = scale * dot(residual, column);
    out.mixed[i * columns + k] = scale * dot(slope, column);
    for (let l = 0; l <= k; l++) {
      const product = scale * dot(column, planes[2 + l]);
      out.curvature[k * columns + l] += product;
      if (l < k) out.curvature[l * columns + k] += product;
    }
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
