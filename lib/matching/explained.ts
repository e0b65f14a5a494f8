import type { OrbitTable } from "../flow/orbit_table.ts";
import type { Basis } from "../lie/basis.ts";
import { largestMagnitude } from "../lie/coefficients.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { linearise, type Linearised } from "./residuals.ts";
import { type MovablePairs, orbitsOf } from "./movable.ts";

export const sumOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0);

/** Sums of squared residuals that noise alone leaves. */
export interface NoiseFloor {
  /** The sum of squared residuals at the match. */
  readonly matched: number;
  /** The sum of squared residuals without motion. */
  readonly unmoved: number;
}

const NO_NOISE: NoiseFloor = { matched: 0, unmoved: 0 };

/** Noise is not subtracted if a smaller share of the change is signal. */
const LEAST_SIGNAL = 0.1;

/**
 * Computes the share of the change of all pairs together that a match explains, at most
 * 1.
 *
 * @param floor The part of both sums that is noise; it is subtracted.
 */
export function shareExplained(
  errors: Float64Array,
  errorsWithoutMotion: Float64Array,
  floor = NO_NOISE,
): number {
  const total = sumOf(errorsWithoutMotion);
  const signal = total - floor.unmoved;
  if (signal < LEAST_SIGNAL * total) {
    return shareExplained(errors, errorsWithoutMotion);
  }
  const left = Math.max(sumOf(errors) - floor.matched, 0);
  return total > 0 ? 1 - left / signal : 0;
}

/**
 * Computes the share of each pair's change that a match explains, at most 1; 0 if a pair
 * does not change.
 */
export function explainedEach(
  errors: Float64Array,
  errorsWithoutMotion: Float64Array,
): Float64Array {
  return errors.map((error, i) =>
    errorsWithoutMotion[i] > 0 ? 1 - error / errorsWithoutMotion[i] : 0
  );
}

/** The least |t| up to which orbits are tabulated, in the unit generator's time. */
const LEAST_REACH = 1e-6;

/** Tabulates the orbits of a flow up to the largest of some |t|. */
export function orbitsUpTo(
  pairs: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  t: ArrayLike<number>,
): Pausable<OrbitTable> {
  const largest = Math.max(largestMagnitude(t), LEAST_REACH);
  return orbitsOf(pairs, basis, alpha, largest, false);
}

/** Computes the matches of chosen pairs at given t. */
export function* matchesAt(
  pairs: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  t: Float64Array,
  chosen: ArrayLike<number>,
): Pausable<Linearised> {
  const table = yield* orbitsUpTo(pairs, basis, alpha, t);
  return yield* linearise(pairs, table, t, chosen);
}

/** Computes the errors of chosen pairs at given t: sums of squared residuals. */
export function* errorsAt(
  ...match: Parameters<typeof matchesAt>
): Pausable<Float64Array> {
  return (yield* matchesAt(...match)).errors;
}

/** Computes the errors of chosen pairs at t = 0. */
export function errorsUnmoved(
  pairs: MovablePairs,
  basis: Basis,
  chosen: ArrayLike<number>,
): Pausable<Float64Array> {
  const nothing = new Float64Array(basis.terms.length);
  const t = new Float64Array(chosen.length);
  return errorsAt(pairs, basis, nothing, t, chosen);
}
