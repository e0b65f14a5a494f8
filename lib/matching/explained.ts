import type { OrbitTable } from "../flow/orbit_table.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { linearise, type Linearised } from "./residuals.ts";
import { type MovablePairs, orbitsOf } from "./movable.ts";

export const sumOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0);

/** Sums of squared residuals that noise alone leaves. */
export interface NoiseFloor {
  /** At the match. */
  readonly matched: number;
  /** Where nothing is moved. */
  readonly unmoved: number;
}

const NO_NOISE: NoiseFloor = { matched: 0, unmoved: 0 };

/** Where less of the change is signal, noise is not subtracted. */
const LEAST_SIGNAL = 0.1;

/**
 * Share of the change of all pairs together, at most 1.
 *
 * @param floor What noise leaves of both is no change, and left out.
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

/** Share of the change of each pair, at most 1; 0 where a pair does not change. */
export function explainedEach(
  errors: Float64Array,
  errorsWithoutMotion: Float64Array,
): Float64Array {
  return errors.map((error, i) =>
    errorsWithoutMotion[i] > 0 ? 1 - error / errorsWithoutMotion[i] : 0
  );
}

/** The orbits of a flow as far as given t reach. */
export function orbitsUpTo(
  pairs: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  t: Float64Array,
): Pausable<OrbitTable> {
  const largest = t.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-6);
  return orbitsOf(pairs, basis, alpha, largest, false);
}

/** Matches of chosen pairs at given t. */
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

/** Errors of chosen pairs at given t, as matches are counted. */
export function* errorsAt(
  ...match: Parameters<typeof matchesAt>
): Pausable<Float64Array> {
  return (yield* matchesAt(...match)).errors;
}

/** Errors of chosen pairs at t = 0. */
export function errorsUnmoved(
  pairs: MovablePairs,
  basis: Basis,
  chosen: ArrayLike<number>,
): Pausable<Float64Array> {
  const nothing = new Float64Array(basis.terms.length);
  const t = new Float64Array(chosen.length);
  return errorsAt(pairs, basis, nothing, t, chosen);
}
