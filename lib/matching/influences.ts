import type { Pausable } from "../runtime/pausable.ts";
import { solve } from "../lie/solve.ts";
import type { OrbitTable } from "../flow/orbit_table.ts";
import { BLUR_COLUMNS, eachMatch, type Linearised } from "./residuals.ts";
import type { MovablePairs } from "./movable.ts";
import type { State } from "./registration.ts";
import { reduced, removeAlong, stiffnessesOf } from "./normal_equations.ts";

/** Effect of the errors of each pair, and of each place in the frame, on a fitted alpha. */
export interface Influences {
  /**
   * `pairs * terms`: how far each pair alone pulls alpha, to first order. They are
   * tangent to the unit sphere at alpha, and the sum of their outer products is
   * the covariance of alpha over other draws of pairs (infinitesimal jackknife,
   * Efron 1982).
   */
  readonly pairs: Float64Array;
  /**
   * Variance of every coefficient by errors that stay at a place of the frame in
   * all pairs, as those of one picture do that all pairs show: the second way of
   * a two-way cluster-robust covariance (Cameron, Gelbach and Miller 2011), less
   * what the first way counts already.
   */
  readonly places: Float64Array;
}

/** Patches of the frame per side, at most. */
const PATCHES = 7;

/** Inputs of a finished fit, and the flow at its end. */
export interface FitContext {
  readonly pairs: MovablePairs;
  readonly chosen: ArrayLike<number>;
  /** Standard deviation of the residuals' blur, in cells. */
  readonly sd: number;
  /** The flow at the end of the fit. */
  readonly table: OrbitTable;
}

/**
 * The influences on alpha at the end of a fit: -A^-1 s, where A is the Hessian and
 * s the gradient of a pair, or of a patch of a pair, both on the tangent space of
 * the unit sphere at alpha.
 *
 * @param found The match at that end.
 */
export function* influencesOf(
  context: FitContext,
  state: State,
  found: Linearised,
): Pausable<Influences> {
  const { alpha } = state;
  const terms = alpha.length, columns = terms + BLUR_COLUMNS;
  const { matrix, scores } = reduced(found, alpha, 0);
  const identity = new Float64Array(columns * columns);
  for (let k = 0; k < columns; k++) identity[k * columns + k] = 1;
  const inverse = solve(matrix, identity, columns);
  const count = scores.length / columns;
  const pairs = new Float64Array(count * terms);
  for (let i = 0; i < count; i++) {
    const score = scores.subarray(i * columns, (i + 1) * columns);
    applyInverse(inverse, score, pairs.subarray(i * terms, (i + 1) * terms));
  }
  const places = yield* placeVariances(
    context,
    state,
    found,
    scores,
    inverse,
  );
  return { pairs, places };
}

/** out = -inverse * score, as far as out is long. */
function applyInverse(
  inverse: Float64Array,
  score: Float64Array,
  out: Float64Array,
): void {
  const columns = score.length;
  for (let k = 0; k < out.length; k++) {
    let sum = 0;
    for (let l = 0; l < columns; l++) {
      sum += inverse[k * columns + l] * score[l];
    }
    out[k] = -sum;
  }
}

/**
 * Variance of every coefficient by errors that stay at a patch of the frame.
 *
 * @param ofPairs `pairs * columns`: the gradient of each pair.
 */
function* placeVariances(
  { pairs, chosen, sd, table }: FitContext,
  state: State,
  found: Linearised,
  ofPairs: Float64Array,
  inverse: Float64Array,
): Pausable<Float64Array> {
  const { alpha, t } = state;
  const terms = alpha.length, columns = terms + BLUR_COLUMNS;
  const half = pairs.side / 2, across = Math.min(PATCHES, half);
  const patches = across * across;
  const patchOf = Uint32Array.from({ length: half * half }, (_, cell) => {
    const [row, column] = [Math.floor(cell / half), cell % half];
    return Math.floor(row * across / half) * across +
      Math.floor(column * across / half);
  });
  const stiffnesses = stiffnessesOf(found.tCurvature, 0);
  const sums = new Float64Array(patches * terms);
  const squares = new Float64Array(terms);
  const scores = new Float64Array(patches * columns);
  const one = new Float64Array(terms);
  yield* eachMatch(
    pairs,
    table,
    t,
    chosen,
    sd,
    state.blurs,
    (i, planes, { scale }) => {
      const [residual, slope] = planes;
      scores.fill(0);
      const ofT = found.mixed.subarray(i * columns, (i + 1) * columns);
      residual.forEach((error, cell) => {
        const weighted = scale * error;
        const pullOfT = slope[cell] / stiffnesses[i];
        for (let k = 0; k < columns; k++) {
          scores[patchOf[cell] * columns + k] += weighted *
            (planes[2 + k][cell] - ofT[k] * pullOfT);
        }
      });
      for (let patch = 0; patch < patches; patch++) {
        removeAlong(alpha, scores, patch * columns, 1);
      }
      // The effect of noise, which a pair's gradient is without, falls on all patches.
      for (let k = 0; k < columns; k++) {
        let excess = -ofPairs[i * columns + k];
        for (let at = k; at < scores.length; at += columns) {
          excess += scores[at];
        }
        for (let at = k; at < scores.length; at += columns) {
          scores[at] -= excess / patches;
        }
      }
      for (let patch = 0; patch < patches; patch++) {
        const start = patch * columns;
        applyInverse(inverse, scores.subarray(start, start + columns), one);
        for (let k = 0; k < terms; k++) {
          sums[patch * terms + k] += one[k];
          squares[k] += one[k] ** 2;
        }
      }
    },
  );
  return squares.map((square, k) => {
    let sum = 0;
    for (let patch = 0; patch < patches; patch++) {
      sum += sums[patch * terms + k] ** 2;
    }
    return Math.max(0, sum - square);
  });
}
