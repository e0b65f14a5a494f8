import type { Basis } from "../lie/basis.ts";
import { norm, unit } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { solveJoint } from "./eliminate.ts";
import { sumOf } from "./explained.ts";
import type { Blurs } from "./relative_blurs.ts";
import { linearise, type Linearised } from "./residuals.ts";
import { BLUR, type MovablePairs, orbitsOf } from "./movable.ts";
import { reduced } from "./normal_equations.ts";
import { lowerQuantile } from "./quantiles.ts";

/** A generator and the t of every chosen pair. */
export interface Registered {
  /** Coefficients of the generator, of norm 1. */
  readonly alpha: Float64Array;
  /** One t per chosen pair, in the unit generator's time. */
  readonly t: Float64Array;
  /** The blurs that were fitted together with them. */
  readonly blurs: Blurs;
  /** Sum of squared residuals. */
  readonly error: number;
}

/** The largest step of a t in one round, as a share of its bound. */
const LONGEST_STEP = 1 / 16;

/**
 * The largest magnitude of a blur, in cells squared: half the variance of pixels that
 * integrate light over a square of three cells and more.
 */
const WIDEST = 0.5;

const FIRST_DAMPING = 1e-3, LEAST_DAMPING = 1e-9, MOST_DAMPING = 1e6;

/**
 * A round is the last one if it lowers the error by a smaller share; Newton steps, or
 * fits to other pairs, follow.
 */
const LEAST_GAIN = 0.01;

/** A |t| above this quantile of all pairs is an outlier. */
const USUAL_SHARE = 0.98;

/** The bound of |t|, in multiples of the largest |t| that is no outlier. */
const REACH = 1.5;

/** Computes a bound of |t| from the t of some pairs. */
export function reachOf(t: Float64Array): number {
  const magnitudes = t.map(Math.abs).sort();
  return Math.max(REACH * lowerQuantile(magnitudes, USUAL_SHARE), 1e-6);
}

/**
 * Fits one generator, and one t per pair, by Levenberg and Marquardt's method.
 *
 * @param chosen Numbers of the pairs to fit to.
 * @param startT One t for each of them.
 * @param iterations The largest number of rounds.
 * @param sd Standard deviation of the blur that residuals are compared through,
 * in cells.
 */
export function* register(
  pairs: MovablePairs,
  basis: Basis,
  chosen: ArrayLike<number>,
  startAlpha: ArrayLike<number>,
  startT: ArrayLike<number>,
  iterations: number,
  sd = BLUR,
): Pausable<Registered> {
  const largest = reachOf(Float64Array.from(startT));
  const evaluate = function* (state: State) {
    const at = linearisedAt(pairs, basis, state, chosen, largest, sd);
    const { found } = yield* at;
    return { found, error: sumOf(found.errors) };
  };
  let state: State = {
    alpha: Float64Array.from(unit(Array.from(startAlpha))),
    t: Float64Array.from(startT, (value) => clamped(value, largest)),
    blurs: [0, 0, 0, 0],
  };
  let { found, error } = yield* evaluate(state);
  let damping = FIRST_DAMPING;
  for (let k = 0; k < iterations && damping < MOST_DAMPING; k++) {
    const step = stepOf(found, state.alpha, damping);
    const next = takeStep(state, step, largest);
    const tried = yield* evaluate(next);
    if (tried.error < error) {
      const gain = 1 - tried.error / error;
      state = next;
      ({ found, error } = tried);
      damping = Math.max(damping / 5, LEAST_DAMPING);
      if (gain < LEAST_GAIN) break;
    } else damping *= 10;
  }
  return { ...state, error };
}

/**
 * Computes the match of chosen pairs at a state, and the orbits of its flow.
 *
 * @param largest Bound of |t|.
 */
export function* linearisedAt(
  pairs: MovablePairs,
  basis: Basis,
  { alpha, t, blurs }: State,
  chosen: ArrayLike<number>,
  largest: number,
  sd: number,
) {
  const table = yield* orbitsOf(pairs, basis, alpha, largest);
  const found = yield* linearise(pairs, table, t, chosen, sd, blurs);
  return { table, found };
}

/** The parameters of a fit, or a step of them. */
export type State = Omit<Registered, "error">;

const clamped = (value: number, most: number) =>
  Math.min(Math.max(value, -most), most);

/**
 * Computes the parameters after a step, with alpha normalised and every t within its
 * bound.
 *
 * @param largest Bound of |t|.
 */
export function takeStep(
  { alpha, t, blurs }: State,
  step: State,
  largest: number,
): State {
  const next = alpha.map((value, i) => value + step.alpha[i]);
  // Multiplying alpha by a factor, and dividing t by it, does not change the flow.
  const length = norm(next);
  return {
    alpha: next.map((value) => value / length),
    t: t.map((value, i) => {
      const move = clamped(step.t[i], LONGEST_STEP * largest);
      return clamped((value + move) * length, largest);
    }),
    blurs: blursOf(
      blurs.map((blur, k) => clamped(blur + step.blurs[k], WIDEST)),
    ),
  };
}

/** Solves the normal equations for the step of alpha, of all t and of the blurs. */
export function stepOf(
  found: Linearised,
  alpha: ArrayLike<number>,
  damping: number,
): State {
  const { shared, own } = solveJoint(reduced(found, alpha, damping));
  return {
    alpha: shared.subarray(0, alpha.length),
    t: own,
    blurs: blursOf(shared.subarray(alpha.length)),
  };
}

const blursOf = ([a, b, c, d]: Iterable<number>): Blurs => [a, b, c, d];
