import type { Surroundings } from "../datasets/types.ts";
import { halving } from "../images/halve.ts";
import {
  sampleSpline,
  splineCoefficients,
  type SplineImage,
} from "../images/spline.ts";
import type { Region } from "./frame.ts";
import type { FlowTable } from "./flow_table.ts";
import { cutThreshold, type Known, knownAt, knownCells } from "./known.ts";
import { noiseLevelOf, type NoiseLevels } from "./noise_level.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** Pairs whose x0 can be moved. */
export interface MovablePairs {
  readonly count: number;
  readonly side: number;
  readonly region: Region;
  readonly surroundings: Surroundings;
  readonly x0: readonly MovableImage[];
  /** `count * side^2` values. */
  readonly xt: Float32Array;
  readonly noise: NoiseLevels;
  /** White noise of standard deviation 1 as the frame shows it, on 48 images. */
  readonly unitNoise: Float32Array;
}

/** An image that can be moved. */
export interface MovableImage {
  /** `side + 2 BORDER` cells per side. */
  readonly spline: SplineImage;
  /** Undefined where everything is known. */
  readonly known?: Known;
}

/** Cells around an image, over which it fades to its background. */
export const BORDER = 3;

/**
 * Prepares pairs for being moved.
 *
 * @param threshold By which an edge cell differs from the background if an object
 * is cut there.
 */
export function movable(
  pairs: Pick<
    WorkingPairs,
    "count" | "side" | "region" | "surroundings" | "unitNoise" | "x0" | "xt"
  >,
  threshold = cutThreshold([pairs.x0, pairs.xt], pairs.side, pairs.region),
): MovablePairs {
  const { count, side, region, surroundings, unitNoise, x0, xt } = pairs;
  const images = Array.from({ length: count }, (_, i): MovableImage => {
    const image = x0.subarray(i * side ** 2, (i + 1) * side ** 2);
    const known = knownCells(image, side, region, surroundings, threshold);
    return {
      spline: splineCoefficients(
        bordered(image, side, region, known),
        side + 2 * BORDER,
        side + 2 * BORDER,
      ),
      known,
    };
  });
  const [ofX0, ofXt] = [x0, xt].map((stack) =>
    noiseLevelOf(stack, side, region, unitNoise)
  );
  const noise = { x0: ofX0, xt: ofXt };
  return {
    count,
    side,
    region,
    surroundings,
    x0: images,
    xt,
    noise,
    unitNoise,
  };
}

/**
 * An image with a border: background 0, or the image reflected at the point of the
 * edge where its content goes on unseen. That keeps value and slope, for a step or
 * a kink at the edge would ripple through the spline.
 */
function bordered(
  image: Float32Array,
  side: number,
  region: Region,
  known: Known | undefined,
): Float32Array {
  const wide = side + 2 * BORDER;
  const { left, right, top, bottom } = region;
  const clamp = (at: number, first: number, last: number) =>
    Math.min(Math.max(at, first), last);
  return Float32Array.from({ length: wide * wide }, (_, cell) => {
    const row = Math.floor(cell / wide) - BORDER;
    const column = cell % wide - BORDER;
    const [y, x] = [clamp(row, top, bottom), clamp(column, left, right)];
    const edge = y * side + x;
    if (y === row && x === column) return image[edge];
    if (known !== undefined && known[edge] === 0) {
      const mirrored = clamp(2 * y - row, top, bottom) * side +
        clamp(2 * x - column, left, right);
      return 2 * image[edge] - image[mirrored];
    }
    const inFrame = row >= 0 && row < side && column >= 0 && column < side;
    return inFrame ? image[row * side + column] : 0;
  });
}

/** Two blurs, in squares of a cell: half of a variance, and a variance. */
export interface Blurs {
  /**
   * Half of the variance by which all xt are blurred more than x0, as an
   * interpolation leaves it; below 0 where x0 is the softer.
   */
  readonly softness: number;
  /**
   * Variance of what each pixel gathers its light from, in x0 and in xt. That of
   * x0 is moved along with the content: where the flow stretches it, the moved x0
   * is softer than xt along the stretch.
   */
  readonly pointSpread: number;
}

/** Columns of the blurs, after those of the coefficients. */
export const BLUR_COLUMNS = 2;

/** Errors of the matches, with gradient and curvature, at one alpha and one t per pair. */
export interface Linearised {
  /** Sum of squared residuals of every pair. */
  readonly errors: Float64Array;
  /** Gradient and curvature of half of it in t, one per pair. */
  readonly tGradient: Float64Array;
  readonly tCurvature: Float64Array;
  /**
   * `count * columns`: gradient in alpha, and in the blurs where these are given,
   * and their mixed curvature with t.
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
 * interpolation differs in the finest detail above all. Only cells that the images
 * cover are compared, a cell counts only as far as its content is known, and errors
 * are scaled up as if all cells were.
 *
 * @param t One for every pair that is chosen.
 * @param chosen Numbers of pairs.
 * @param blurs By default neither is looked at, and neither has a column.
 */
export function linearise(
  pairs: MovablePairs,
  table: FlowTable,
  t: ArrayLike<number>,
  chosen: ArrayLike<number>,
  sd = BLUR,
  blurs?: Blurs,
): Linearised {
  const columns = table.terms + (blurs === undefined ? 0 : BLUR_COLUMNS);
  const count = chosen.length;
  const out = {
    errors: new Float64Array(count),
    tGradient: new Float64Array(count),
    tCurvature: new Float64Array(count),
    gradient: new Float64Array(count * columns),
    mixed: new Float64Array(count * columns),
    curvature: new Float64Array(columns * columns),
  };
  eachMatch(pairs, table, t, chosen, sd, blurs, (i, planes, missing) => {
    accumulate(out, planes, i, columns, missing);
  });
  return out;
}

/** A callback that receives a match: its row, its planes as in `eachMatch`, and what it leaves out. */
type Visit = (
  row: number,
  planes: readonly Float32Array[],
  missing: Missing,
) => void;

/**
 * Moves the x0 of every chosen pair and hands over the blurred and pooled planes of
 * its match: residual, slope in t, slope in every coefficient, and in the blurs
 * where these are given. The planes are used again for the next pair.
 */
export function eachMatch(
  pairs: MovablePairs,
  table: FlowTable,
  t: ArrayLike<number>,
  chosen: ArrayLike<number>,
  sd: number,
  blurs: Blurs | undefined,
  visit: Visit,
): void {
  const { side } = pairs;
  const { terms, cells } = table;
  const { side: half, halve } = halving(side, sd);
  const planes = Array.from(
    { length: 2 + terms + (blurs === undefined ? 0 : BLUR_COLUMNS) },
    () => new Float32Array(cells),
  );
  const pooled = planes.map(() => new Float32Array(half * half));
  const moved = movedImage(cells);
  const move = mover(pairs, table);
  for (let i = 0; i < chosen.length; i++) {
    const missing = move(chosen[i], t[i], planes, moved);
    if (blurs !== undefined) applyBlurs(moved, side, blurs, planes);
    planes.forEach((plane, k) => halve(plane, pooled[k]));
    visit(i, pooled, missing);
  }
}

/** An x0 that was moved. */
interface MovedImage {
  /** NaN where it is not fully known. */
  readonly values: Float32Array;
  /** Where the content of every cell comes from, in cells. */
  readonly x: Float32Array;
  readonly y: Float32Array;
}

const movedImage = (cells: number): MovedImage => ({
  values: new Float32Array(cells),
  x: new Float32Array(cells),
  y: new Float32Array(cells),
});

/** A cell that the flow shrinks to less than this has no point spread. */
const LEAST_AREA = 0.1;

/** Adds the change by the blurs to the residual; the last planes are its slopes. */
function applyBlurs(
  { values, x, y }: MovedImage,
  side: number,
  { softness, pointSpread }: Blurs,
  planes: readonly Float32Array[],
): void {
  const [residual] = planes;
  const [ofSoftness, ofSpread] = planes.slice(-BLUR_COLUMNS);
  ofSoftness.fill(0);
  ofSpread.fill(0);
  for (let row = 1; row < side - 1; row++) {
    for (let column = 1; column < side - 1; column++) {
      const cell = row * side + column;
      const [left, right] = [cell - 1, cell + 1];
      const [up, down] = [cell - side, cell + side];
      const twice = 2 * values[cell];
      const xx = values[left] + values[right] - twice;
      const yy = values[up] + values[down] - twice;
      const xy = (values[down + 1] - values[down - 1] - values[up + 1] +
        values[up - 1]) / 4;
      // A cell next to an unknown cell is unknown too.
      if (Number.isNaN(xx + yy + xy)) continue;
      ofSoftness[cell] = xx + yy;
      // The covariance of a round spread that is moved along: (P^T P)^-1.
      const a = (x[right] - x[left]) / 2, b = (x[down] - x[up]) / 2;
      const c = (y[right] - y[left]) / 2, d = (y[down] - y[up]) / 2;
      const area = (a * d - b * c) ** 2;
      if (area >= LEAST_AREA ** 2) {
        const [alongX, alongY] = [
          (b * b + d * d) / area,
          (a * a + c * c) / area,
        ];
        const across = -(a * b + c * d) / area;
        ofSpread[cell] = ((1 - alongX) * xx + (1 - alongY) * yy -
          2 * across * xy) / 2;
      }
      residual[cell] += softness * ofSoftness[cell] +
        pointSpread * ofSpread[cell];
    }
  }
}

/** Correction for the cells of a pair that cannot be compared. */
interface Missing {
  /** Multiplies the errors of the cells that are seen. */
  readonly scale: number;
  /** Counted as not explained. */
  readonly error: number;
}

/**
 * Moves one x0 at a time, and fills the planes with what it then differs by, and
 * `moved` with what it then is.
 */
function mover(pairs: MovablePairs, table: FlowTable) {
  const { side, region } = pairs;
  const { terms, cells, spacing, nodes } = table;
  const middle = (nodes - 1) / 2;
  const sample = { value: 0, dx: 0, dy: 0 };
  const shown = shownCells(region, side);
  // Beyond the border there is nothing but background.
  const [low, high] = [2 - BORDER, side + BORDER - 3];
  return (
    pair: number,
    t: number,
    planes: readonly Float32Array[],
    moved: MovedImage,
  ): Missing => {
    const { spline, known } = pairs.x0[pair];
    const at = Math.min(Math.max(t / spacing + middle, 0), nodes - 1.0001);
    const node = Math.floor(at), part = at - node;
    const [residual, slope] = planes;
    if (shown.length < cells) {
      for (const plane of planes) plane.fill(0);
      moved.values.fill(NaN);
    }
    let [seen, squares] = [0, 0];
    for (let i = 0; i < shown.length; i++) {
      const cell = shown[i];
      const a = node * cells + cell, b = a + cells;
      const x = table.x[a] + part * (table.x[b] - table.x[a]);
      const y = table.y[a] + part * (table.y[b] - table.y[a]);
      const target = pairs.xt[pair * cells + cell];
      const weight = weightAt(known, side, x, y);
      squares += target * target;
      seen += weight;
      moved.x[cell] = x;
      moved.y[cell] = y;
      moved.values[cell] = weight === 1 ? 0 : NaN;
      if (weight === 0 || !(x >= low && x <= high && y >= low && y <= high)) {
        residual[cell] = -weight * target;
        for (let k = 1; k < 2 + terms; k++) planes[k][cell] = 0;
        continue;
      }
      sampleSpline(spline, x + BORDER, y + BORDER, sample);
      if (weight === 1) moved.values[cell] = sample.value;
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
    const least = LEAST_SHARE * shown.length;
    const missing = Math.max(0, least - seen);
    const scale = shown.length / Math.max(seen, least);
    // A quarter, as pooling leaves of the sum of squares.
    return { scale, error: scale * missing * squares / shown.length / 4 };
  };
}

/** How much a place counts; not at all where the flow leads to no place. */
function weightAt(
  known: Known | undefined,
  side: number,
  x: number,
  y: number,
): number {
  if (Number.isNaN(x + y)) return 0;
  return known === undefined ? 1 : knownAt(known, side, x, y);
}

/** The cells that images show something on. */
function shownCells(
  { left, right, top, bottom }: Region,
  side: number,
): Uint32Array {
  const [width, height] = [right - left + 1, bottom - top + 1];
  return Uint32Array.from(
    { length: width * height },
    (_, i) => (top + Math.floor(i / width)) * side + left + i % width,
  );
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
