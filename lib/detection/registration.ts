import type { Surroundings } from "../datasets/types.ts";
import { blur, gaussianKernel } from "../images/blur.ts";
import {
  sampleSpline,
  splineCoefficients,
  type SplineImage,
} from "../images/spline.ts";
import type { Basis } from "../lie/basis.ts";
import { norm, unit } from "../lie/basis.ts";
import { solve } from "../lie/solve.ts";
import { type FlowTable, flowTable } from "./flow_table.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** Pairs whose x0 can be moved. */
export interface MovablePairs {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly surroundings: Surroundings;
  readonly x0: readonly SplineImage[];
  /** `count * height * width` values. */
  readonly xt: Float32Array;
}

/** Prepares pairs for being moved. */
export function movable(
  { count, height, width, surroundings, x0, xt }: WorkingPairs,
): MovablePairs {
  const cells = height * width;
  const splines = Array.from({ length: count }, (_, i) => {
    const image = x0.slice(i * cells, (i + 1) * cells);
    return splineCoefficients(image, height, width);
  });
  return { count, height, width, surroundings, x0: splines, xt };
}

/** How a match is judged at one alpha and one t a pair. */
export interface Linearised {
  /** Sum of squared residuals of every pair, over the seen cells. */
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
 * The match of every pair, x0 moved along the flow against its xt, and how it
 * changes with t and alpha to first order (Gauss-Newton).
 *
 * x0 is moved by interpolation at full resolution. Residuals, and with them
 * their derivatives, are blurred: what was made with another interpolation
 * differs in the finest detail above all. A cell counts where its content comes
 * from inside of the frame, or anywhere if black lies around it.
 */
export function linearise(
  pairs: MovablePairs,
  table: FlowTable,
  t: ArrayLike<number>,
  chosen: ArrayLike<number>,
  sd = BLUR,
): Linearised {
  const { height, width, surroundings } = pairs;
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
  const planes = 2 + terms;
  const columns = Array.from({ length: planes }, () => new Float32Array(cells));
  const scratch = new Float32Array(cells);
  const kernel = gaussianKernel(sd);
  const seen = new Float32Array(cells);
  const sample = { value: 0, dx: 0, dy: 0 };
  const middle = (table.nodes - 1) / 2;
  for (let i = 0; i < count; i++) {
    const pair = chosen[i];
    const image = pairs.x0[pair];
    const at = Math.min(
      Math.max(t[pair] / table.spacing + middle, 0),
      table.nodes - 1.0001,
    );
    const node = Math.floor(at), part = at - node;
    for (let cell = 0; cell < cells; cell++) {
      const a = node * cells + cell, b = a + cells;
      const x = table.x[a] + part * (table.x[b] - table.x[a]);
      const y = table.y[a] + part * (table.y[b] - table.y[a]);
      const inside = x >= 0 && x <= width - 1 && y >= 0 && y <= height - 1;
      if (!inside || !Number.isFinite(x + y)) {
        seen[cell] = surroundings === "black" ? 1 : 0;
        columns[0][cell] = surroundings === "black"
          ? -pairs.xt[pair * cells + cell]
          : 0;
        for (let k = 1; k < planes; k++) columns[k][cell] = 0;
        continue;
      }
      seen[cell] = 1;
      sampleSpline(image, x, y, sample);
      columns[0][cell] = sample.value - pairs.xt[pair * cells + cell];
      columns[1][cell] = (sample.dx * (table.x[b] - table.x[a]) +
        sample.dy * (table.y[b] - table.y[a])) / table.spacing;
      for (let k = 0; k < terms; k++) {
        const ka = a * terms + k, kb = b * terms + k;
        columns[2 + k][cell] =
          sample.dx * (table.xOf[ka] + part * (table.xOf[kb] - table.xOf[ka])) +
          sample.dy * (table.yOf[ka] + part * (table.yOf[kb] - table.yOf[ka]));
      }
    }
    for (const column of columns) blur(column, height, width, kernel, scratch);
    accumulate(out, columns, i, terms);
  }
  return out;
}

function accumulate(
  out: Linearised,
  columns: readonly Float32Array[],
  i: number,
  terms: number,
): void {
  const [residual, slope] = columns;
  out.errors[i] = dot(residual, residual);
  out.tGradient[i] = dot(residual, slope);
  out.tCurvature[i] = dot(slope, slope);
  for (let k = 0; k < terms; k++) {
    const column = columns[2 + k];
    out.gradient[i * terms + k] = dot(residual, column);
    out.mixed[i * terms + k] = dot(slope, column);
    for (let l = 0; l <= k; l++) {
      const product = dot(column, columns[2 + l]);
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

/** A generator and the t of every chosen pair. */
export interface Registered {
  /** Unit coefficients. */
  readonly alpha: Float64Array;
  readonly t: Float64Array;
  /** Sum of squared residuals. */
  readonly error: number;
  /** `terms^2`: covariance of alpha over other draws of pairs. */
  readonly covariance: Float64Array;
}

const FIRST_DAMPING = 1e-3, LEAST_DAMPING = 1e-9, MOST_DAMPING = 1e6;

/**
 * Fits one generator, and a t for every pair, by Levenberg and Marquardt's
 * method: all t are eliminated from the normal equations, for none knows of
 * another.
 */
export function register(
  pairs: MovablePairs,
  basis: Basis,
  chosen: ArrayLike<number>,
  startAlpha: ArrayLike<number>,
  startT: ArrayLike<number>,
  iterations: number,
  sd = BLUR,
): Registered {
  const { height, width } = pairs;
  const terms = basis.terms.length;
  const evaluate = (alpha: Float64Array, t: Float64Array) => {
    const largest = t.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-6);
    const table = flowTable(basis, alpha, 1.2 * largest, height, width);
    const all = new Float64Array(pairs.count);
    for (let i = 0; i < chosen.length; i++) all[chosen[i]] = t[i];
    const found = linearise(pairs, table, all, chosen, sd);
    return { found, error: found.errors.reduce((sum, e) => sum + e, 0) };
  };
  let alpha = Float64Array.from(unit(Array.from(startAlpha)));
  let t = Float64Array.from(startT);
  let { found, error } = evaluate(alpha, t);
  let damping = FIRST_DAMPING;
  for (let k = 0; k < iterations && damping < MOST_DAMPING; k++) {
    const step = stepOf(found, alpha, terms, damping);
    let next = alpha.map((value, i) => value + step.alpha[i]);
    // A longer alpha and shorter times are the same flows.
    const length = norm(next);
    next = next.map((value) => value / length);
    const times = t.map((value, i) => (value + step.t[i]) * length);
    const tried = evaluate(next, times);
    if (tried.error < error) {
      const gain = 1 - tried.error / error;
      [alpha, t, found, error] = [next, times, tried.found, tried.error];
      damping = Math.max(damping / 5, LEAST_DAMPING);
      if (gain < 1e-9) break;
    } else damping *= 10;
  }
  return { alpha, t, error, covariance: covarianceOf(found, alpha, terms) };
}

/** The normal equations of alpha with all t eliminated. */
function reduced(
  { tGradient, tCurvature, gradient, mixed, curvature }: Linearised,
  alpha: ArrayLike<number>,
  terms: number,
  damping: number,
) {
  const matrix = curvature.slice();
  const count = tGradient.length;
  const scores = gradient.slice();
  for (let i = 0; i < count; i++) {
    const inverse = 1 / (tCurvature[i] * (1 + damping) + 1e-9);
    const row = mixed.subarray(i * terms, (i + 1) * terms);
    for (let k = 0; k < terms; k++) {
      scores[i * terms + k] -= row[k] * tGradient[i] * inverse;
      for (let l = 0; l < terms; l++) {
        matrix[k * terms + l] -= row[k] * row[l] * inverse;
      }
    }
  }
  let trace = 0;
  for (let k = 0; k < terms; k++) trace += matrix[k * terms + k];
  // Along alpha itself nothing changes but the gauge.
  for (let k = 0; k < terms; k++) {
    matrix[k * terms + k] *= 1 + damping;
    for (let l = 0; l < terms; l++) {
      matrix[k * terms + l] += trace * alpha[k] * alpha[l];
    }
  }
  return { matrix, scores };
}

function stepOf(
  found: Linearised,
  alpha: ArrayLike<number>,
  terms: number,
  damping: number,
) {
  const { matrix, scores } = reduced(found, alpha, terms, damping);
  const sum = new Float64Array(terms * terms);
  for (let i = 0; i < scores.length; i++) {
    sum[(i % terms) * terms] -= scores[i];
  }
  const solved = solve(matrix, sum, terms);
  const step = Float64Array.from(
    { length: terms },
    (_, k) => solved[k * terms],
  );
  const { tGradient, tCurvature, mixed } = found;
  const t = tGradient.map((slope, i) => {
    let pull = slope;
    for (let k = 0; k < terms; k++) pull += mixed[i * terms + k] * step[k];
    return -pull / (tCurvature[i] * (1 + damping) + 1e-9);
  });
  return { alpha: step, t };
}

/** The sandwich: A^-1 (sum of squared scores) A^-1. */
function covarianceOf(
  found: Linearised,
  alpha: ArrayLike<number>,
  terms: number,
): Float64Array {
  const { matrix, scores } = reduced(found, alpha, terms, 0);
  const identity = new Float64Array(terms * terms);
  for (let k = 0; k < terms; k++) identity[k * terms + k] = 1;
  const inverse = solve(matrix, identity, terms);
  const count = scores.length / terms;
  const out = new Float64Array(terms * terms);
  const moved = new Float64Array(terms);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < terms; k++) {
      moved[k] = 0;
      for (let l = 0; l < terms; l++) {
        moved[k] += inverse[k * terms + l] * scores[i * terms + l];
      }
    }
    for (let k = 0; k < terms; k++) {
      for (let l = 0; l < terms; l++) out[k * terms + l] += moved[k] * moved[l];
    }
  }
  return out;
}
