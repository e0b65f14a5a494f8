import type { Basis } from "../lie/basis.ts";
import { flowTable } from "./flow_table.ts";
import { linearise, type MovablePairs } from "./registration.ts";

/** The t of every chosen pair, and how well it then matches. */
export interface Matched {
  readonly t: Float64Array;
  /** Sum of squared residuals, as `linearise` counts them. */
  readonly errors: Float64Array;
  /** Curvature of the error in t: how sharply t is known. */
  readonly curvature: Float64Array;
}

/** Places along the flow that are looked at first, and steps from the best. */
const PLACES = 33, STEPS = 6;

/**
 * The t at which each pair matches best under a given generator: the best of
 * evenly spaced ones, and Gauss-Newton from there.
 *
 * @param largest No t beyond that is looked at.
 */
export function matchT(
  pairs: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  chosen: ArrayLike<number>,
  largest: number,
): Matched {
  const { height, width } = pairs;
  const table = flowTable(basis, alpha, largest, height, width, false);
  const all = new Float64Array(pairs.count);
  const at = (t: Float64Array) => {
    for (let i = 0; i < chosen.length; i++) all[chosen[i]] = t[i];
    return linearise(pairs, table, all, chosen);
  };
  const t = new Float64Array(chosen.length);
  const errors = new Float64Array(chosen.length).fill(Infinity);
  for (let place = 0; place < PLACES; place++) {
    const value = largest * (2 * place / (PLACES - 1) - 1);
    const found = at(new Float64Array(chosen.length).fill(value));
    found.errors.forEach((error, i) => {
      if (error < errors[i]) [errors[i], t[i]] = [error, value];
    });
  }
  const reach = 2 * largest / (PLACES - 1);
  let here = at(t);
  for (let step = 0; step < STEPS; step++) {
    const next = t.map((value, i) => {
      const move = -here.tGradient[i] / (here.tCurvature[i] + 1e-12);
      const clipped = Math.min(Math.max(move, -reach), reach);
      return Math.min(Math.max(value + clipped, -largest), largest);
    });
    const there = at(next);
    for (let i = 0; i < chosen.length; i++) {
      if (there.errors[i] < errors[i]) {
        [errors[i], t[i]] = [there.errors[i], next[i]];
      }
    }
    here = at(t);
  }
  return { t, errors, curvature: here.tCurvature };
}
