import { type Basis, norm } from "../lie/basis.ts";
import { cholesky } from "../lie/cholesky.ts";
import { largestMagnitude } from "../lie/coefficients.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { sumOf } from "./explained.ts";
import { numbersTo } from "./frames.ts";
import { type Influences, influencesOf } from "./influences.ts";
import type { Linearised } from "./residuals.ts";
import { BLUR, type MovablePairs } from "./movable.ts";
import { noiseEffect, type SubtractNoise } from "./noise.ts";
import { reduced } from "./normal_equations.ts";
import {
  linearisedAt,
  type Registered,
  type State,
  stepOf,
  takeStep,
} from "./registration.ts";

/** A registration with the influences on alpha at its end. */
export interface Polished extends Registered {
  /** The effect of the errors of each pair on alpha. */
  readonly influences: Influences;
  /** Alpha after one more step; it differs from alpha if the steps did not converge. */
  readonly nextAlpha: Float64Array;
}

/** The largest number of steps of the reported fit. */
const STEPS = 8;

/**
 * A step is the last one if it turns alpha by less than this, in radians, and changes
 * every t by less than this share of its bound.
 */
const SETTLED = 1e-5;

/** Shares of the noise effect, of which the largest possible one is subtracted. */
const SHARES = [1, 0.5, 0.25];

/** The least share of the Hessian that must be left in every direction. */
const LEAST_LEFT = 0.1;

/**
 * Refines a registration by Newton's method, on the match without the mean effect of
 * noise. The steps end before one that is longer than the step before it. The first one
 * may turn alpha by up to `LONGEST` radians.
 *
 * @param largest Bound of |t|.
 * @param steps The largest number of steps.
 */
export function* polish(
  pairs: MovablePairs,
  basis: Basis,
  chosen: ArrayLike<number>,
  start: State,
  largest: number,
  sd = BLUR,
  steps = STEPS,
): Pausable<Polished> {
  const subtract = yield* noiseEffect(pairs, basis, start, largest, sd);
  const evaluate = function* (state: State) {
    const at = linearisedAt(pairs, basis, state, chosen, largest, sd);
    const { table, found: seen } = yield* at;
    const found = withoutNoise(seen, state, subtract);
    return { table, found, step: stepOf(found, state.alpha, 0) };
  };
  let state = start;
  let { table, found, step } = yield* evaluate(state);
  let before = LONGEST;
  for (let k = 0; k < steps; k++) {
    const length = norm(step.alpha);
    if (!(length < before)) break;
    before = length;
    const moved = largestMagnitude(step.t);
    state = takeStep(state, step, largest);
    ({ table, found, step } = yield* evaluate(state));
    if (length < SETTLED && moved < SETTLED * largest) break;
  }
  return {
    ...state,
    error: sumOf(found.errors),
    influences: yield* influencesOf(
      { pairs, table, chosen, sd },
      state,
      found,
    ),
    nextAlpha: takeStep(state, step, largest).alpha,
  };
}

/** The largest turn of alpha by the first step, in radians. */
const LONGEST = 0.2;

/**
 * Subtracts the effect of noise from a match, or a part of it if the whole would leave a
 * Hessian that is nearly singular or indefinite.
 */
function withoutNoise(
  seen: Linearised,
  { alpha, t }: State,
  subtract: SubtractNoise | undefined,
): Linearised {
  if (subtract === undefined) return seen;
  const { matrix: whole } = reduced(seen, alpha, 0);
  for (const share of SHARES) {
    const found = subtract(seen, t, share);
    const { matrix } = reduced(found, alpha, 0);
    const left = matrix.map((value, i) => value - LEAST_LEFT * whole[i]);
    if (isPositive(left)) return found;
  }
  return seen;
}

function isPositive(matrix: Float64Array): boolean {
  const n = Math.sqrt(matrix.length);
  const root = cholesky(matrix, n);
  return numbersTo(n).every((k) => root[k * (n + 1)] > 0);
}
