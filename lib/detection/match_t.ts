import type { Basis } from "../lie/basis.ts";
import { flowTable } from "./flow_table.ts";
import { linearise, type MovablePairs } from "./linearise.ts";

/** The t of every chosen pair, and how well it then matches. */
export interface Matched {
  readonly t: Float64Array;
  /** Sum of squared residuals, as `linearise` counts them. */
  readonly errors: Float64Array;
}

/** Places along the flow that are looked at first, and steps from the best. */
const PLACES = 33, STEPS = 6;

/** A step that is this small a part of the distance of two places is the last. */
const SETTLED = 0.01;

/**
 * The t at which each pair matches best under a given generator: the best of
 * evenly spaced ones, and Gauss-Newton from there.
 *
 * @param chosen Numbers of pairs.
 * @param largest No t beyond that is looked at.
 */
export function matchT(
  pairs: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  chosen: ArrayLike<number>,
  largest: number,
): Matched {
  const table = flowTable(basis, alpha, largest, pairs.side, false);
  const t = new Float64Array(chosen.length);
  const errors = new Float64Array(chosen.length).fill(Infinity);
  for (let place = 0; place < PLACES; place++) {
    const value = largest * (2 * place / (PLACES - 1) - 1);
    const all = new Float64Array(chosen.length).fill(value);
    linearise(pairs, table, all, chosen).errors.forEach((error, i) => {
      if (error < errors[i]) [errors[i], t[i]] = [error, value];
    });
  }
  const reach = 2 * largest / (PLACES - 1);
  let moving = Array.from(t.keys());
  for (let step = 0; step < STEPS && moving.length > 0; step++) {
    const some = moving.map((i) => chosen[i]);
    const here = linearise(pairs, table, moving.map((i) => t[i]), some);
    const next = moving.map((i, k) => {
      const move = -here.tGradient[k] / (here.tCurvature[k] + 1e-12);
      const clipped = Math.min(Math.max(move, -reach), reach);
      return Math.min(Math.max(t[i] + clipped, -largest), largest);
    });
    const there = linearise(pairs, table, next, some);
    moving = moving.filter((i, k) => {
      if (!(there.errors[k] < errors[i])) return false;
      const moved = Math.abs(next[k] - t[i]);
      [errors[i], t[i]] = [there.errors[k], next[k]];
      return moved > SETTLED * reach;
    });
  }
  return { t, errors };
}
