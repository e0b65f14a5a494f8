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
  readonly x0: readonly SplineImage[];
  /** `count * side^2` values. */
  readonly xt: Float32Array;
}

/** Prepares pairs for being moved. */
export function movable(pairs: WorkingPairs): MovablePairs {
  const { count, side, region, surroundings, x0, xt } = pairs;
  const cells = side * side;
  const splines = Array.from({ length: count }, (_, i) => {
    const image = x0.slice(i * cells, (i + 1) * cells);
    return splineCoefficients(image, side, side);
  });
  return { count, side, region, surroundings, x0: splines, xt };
}

/** How a match is judged at one alpha and one t a pair. */
export interface Linearised {
  /** Sum of squared residuals of every pair. */
  readonly errors: Float64Array;
  /** Gradient and curvature of half of it in t, a pair each. */
  readonly tGradient: Float64Array;
  readonly tCurvature: Float64Array;
  /** `count * terms`: gradient in alpha, and mixed curvature. */
  readonly gradient: Float64Array;
  readonly mixed: Float64Array;
  /** `terms^2`: curvature in alpha, all pairs together. */
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
 */
export function linearise(
  pairs: MovablePairs,
  table: FlowTable,
  t: ArrayLike<number>,
  chosen: ArrayLike<number>,
  sd = BLUR,
): Linearised {
  const { side } = pairs;
  const { terms, cells } = table;
  const count = chosen.length;
  const out = {
    errors: new Float64Array(count),
    tGradient: new Float64Array(count),
    tCurvature: new Float64Array(count),
    gradient: new Float64Array(count * terms),
    mixed: new Float64Array(count * terms),
    curvature: new Float64Array(terms * terms),
  };
  // Residual, slope in t, slope in every coefficient: planes of one image.
  const { side: half, halve } = halving(side, sd);
  const planes = Array.from(
    { length: 2 + terms },
    () => new Float32Array(cells),
  );
  const pooled = planes.map(() => new Float32Array(half * half));
  const move = mover(pairs, table);
  for (let i = 0; i < count; i++) {
    const pair = chosen[i];
    const missing = move(pair, t[i], planes);
    planes.forEach((plane, k) => halve(plane, pooled[k]));
    accumulate(out, pooled, i, terms, missing);
  }
  return out;
}

/** What of the frame a pair leaves to compare. */
interface Missing {
  /** Multiplies the errors of the cells that are seen. */
  readonly scale: number;
  /** Counted as not explained. */
  readonly error: number;
}

const NOTHING: Missing = { scale: 1, error: 0 };

/** Moves one x0 at a time, and fills the planes with what it then differs by. */
function mover(pairs: MovablePairs, table: FlowTable) {
  const { side, surroundings, region } = pairs;
  const { terms, cells, spacing, nodes } = table;
  const black = surroundings === "black";
  const [left, right, top, bottom] = black
    ? [0, side - 1, 0, side - 1]
    : [region.left, region.right, region.top, region.bottom];
  const shown = (right - left + 1) * (bottom - top + 1);
  const middle = (nodes - 1) / 2;
  const sample = { value: 0, dx: 0, dy: 0 };
  const isShown = (x: number, y: number) =>
    x >= left && x <= right && y >= top && y <= bottom;
  return (
    pair: number,
    t: number,
    planes: readonly Float32Array[],
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
      const compared = black ||
        isShown(cell % side, Math.floor(cell / side));
      if (compared) squares += target * target;
      if (!compared || !isShown(x, y)) {
        residual[cell] = black ? -target : 0;
        for (let k = 1; k < planes.length; k++) planes[k][cell] = 0;
        continue;
      }
      seen++;
      sampleSpline(image, x, y, sample);
      residual[cell] = sample.value - target;
      slope[cell] = (sample.dx * (table.x[b] - table.x[a]) +
        sample.dy * (table.y[b] - table.y[a])) / spacing;
      for (let k = 0; k < terms; k++) {
        const ka = a * terms + k, kb = b * terms + k;
        const xOf = table.xOf[ka], yOf = table.yOf[ka];
        planes[2 + k][cell] = sample.dx * (xOf + part * (table.xOf[kb] - xOf)) +
          sample.dy * (yOf + part * (table.yOf[kb] - yOf));
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

function accumulate(
  out: Linearised,
  planes: readonly Float32Array[],
  i: number,
  terms: number,
  { scale, error }: Missing,
): void {
  const [residual, slope] = planes;
  out.errors[i] = error + scale * dot(residual, residual);
  out.tGradient[i] = scale * dot(residual, slope);
  out.tCurvature[i] = scale * dot(slope, slope);
  for (let k = 0; k < terms; k++) {
    const column = planes[2 + k];
    out.gradient[i * terms + k] = scale * dot(residual, column);
    out.mixed[i * terms + k] = scale * dot(slope, column);
    for (let l = 0; l <= k; l++) {
      const product = scale * dot(column, planes[2 + l]);
      out.curvature[k * terms + l] += product;
      if (l < k) out.curvature[l * terms + k] += product;
    }
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
