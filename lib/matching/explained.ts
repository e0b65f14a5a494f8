import type { Basis } from "../lie/basis.ts";
import { linearise } from "./residuals.ts";
import { type MovablePairs, orbitsOf } from "./movable.ts";

export const sumOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0);

/** Share of the change of all pairs together, at most 1. */
export function shareExplained(
  errors: Float64Array,
  errorsWithoutMotion: Float64Array,
): number {
  const total = sumOf(errorsWithoutMotion);
  return total > 0 ? 1 - sumOf(errors) / total : 0;
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

/** Errors of chosen pairs at given t, as matches are counted. */
export function errorsAt(
  pairs: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  t: Float64Array,
  chosen: ArrayLike<number>,
): Float64Array {
  const largest = t.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-6);
  const table = orbitsOf(pairs, basis, alpha, largest, false);
  return linearise(pairs, table, t, chosen).errors;
}

/** Errors of chosen pairs at t = 0. */
export function errorsUnmoved(
  pairs: MovablePairs,
  basis: Basis,
  chosen: ArrayLike<number>,
): Float64Array {
  const nothing = new Float64Array(basis.terms.length);
  const t = new Float64Array(chosen.length);
  return errorsAt(pairs, basis, nothing, t, chosen);
}
