import type { Basis } from "../lie/basis.ts";
import { type FlowTable, flowTable } from "./flow_table.ts";
import { linearise, type MovablePairs } from "./linearise.ts";

/** The t of every chosen pair, and how well it then matches. */
export interface Matched {
  readonly t: Float64Array;
  /** Sum of squared residuals, as `linearise` counts them. */
  readonly errors: Float64Array;
  /** One row per pair: the errors at `placesUpTo` the largest t. */
  readonly scanned: readonly (readonly number[])[];
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
  const places = placesUpTo(largest);
  const scanned = scan(pairs, table, chosen, places);
  const best = scanned.map((errors) => errors.indexOf(Math.min(...errors)));
  const refined = refineT(pairs, table, chosen, largest, {
    t: Float64Array.from(best, (place) => places[place]),
    errors: Float64Array.from(best, (place, i) => scanned[i][place]),
  });
  return { ...refined, scanned };
}

/** The evenly spaced t that are looked at first. */
export const placesUpTo = (largest: number): number[] =>
  Array.from(
    { length: PLACES },
    (_, i) => largest * (2 * i / (PLACES - 1) - 1),
  );

/** Errors of every chosen pair at every place. */
function scan(
  pairs: MovablePairs,
  table: FlowTable,
  chosen: ArrayLike<number>,
  places: readonly number[],
): number[][] {
  const scanned = Array.from(chosen, () => new Array<number>(places.length));
  places.forEach((place, k) => {
    const all = new Float64Array(chosen.length).fill(place);
    linearise(pairs, table, all, chosen).errors.forEach((error, i) => {
      scanned[i][k] = error;
    });
  });
  return scanned;
}

/** Gauss-Newton from given t, as long as errors fall. */
export function refineT(
  pairs: MovablePairs,
  table: FlowTable,
  chosen: ArrayLike<number>,
  largest: number,
  start: Pick<Matched, "t" | "errors">,
): Pick<Matched, "t" | "errors"> {
  const t = start.t.slice(), errors = start.errors.slice();
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
