import type { Basis } from "../lie/basis.ts";
import { norm, unit } from "../lie/basis.ts";
import { solve } from "../lie/solve.ts";
import { flowTable } from "./flow_table.ts";
import {
  BLUR,
  linearise,
  type Linearised,
  type MovablePairs,
} from "./linearise.ts";

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
  const terms = basis.terms.length;
  const evaluate = (alpha: Float64Array, t: Float64Array) => {
    const largest = t.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-6);
    const table = flowTable(basis, alpha, 1.2 * largest, pairs.side);
    const found = linearise(pairs, table, t, chosen, sd);
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
