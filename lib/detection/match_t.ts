import type { Basis } from "../lie/basis.ts";
import { type FlowTable, flowTable } from "./flow_table.ts";
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
 * Both are shares of the range from the best to the worst error along the flow.
 * Another t is a match of its own if the error between the two rises by the first,
 * and it matches about as well if its error exceeds the best by at most the second.
 */
const BARRIER = 0.25, AS_WELL = 0.05;

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
  return refine(pairs, table, chosen, largest, {
    t: Float64Array.from(best, (place) => places[place]),
    errors: Float64Array.from(best, (place, i) => scanned[i][place]),
  });
}

/**
 * The share of pairs that another t matches about as well as the best, with worse
 * ones between: images that repeat along the flow.
 *
 * @param matched What `matchT` found for the same pairs.
 */
export function ambiguousShare(
  pairs: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  chosen: ArrayLike<number>,
  largest: number,
  matched: Matched,
): number {
  const table = flowTable(basis, alpha, largest, pairs.side, false);
  const places = placesUpTo(largest);
  const worst: number[] = [], others: number[] = [], rows: number[] = [];
  scan(pairs, table, chosen, places).forEach((errors, i) => {
    const top = Math.max(...errors);
    const barrier = matched.errors[i] + BARRIER * (top - matched.errors[i]);
    const other = beyondBarrier(errors, places, matched.t[i], barrier);
    if (other === undefined) return;
    rows.push(i);
    others.push(other);
    worst.push(top);
  });
  const found = refine(pairs, table, rows.map((i) => chosen[i]), largest, {
    t: Float64Array.from(others),
    errors: new Float64Array(rows.length).fill(Infinity),
  });
  const ambiguous = rows.filter((i, k) => {
    const moved = Math.abs(found.t[k] - others[k]);
    const stays = moved < Math.abs(others[k] - matched.t[i]) / 2;
    const worse = found.errors[k] - matched.errors[i];
    return stays && worse <= AS_WELL * (worst[k] - matched.errors[i]);
  });
  return ambiguous.length / chosen.length;
}

const placesUpTo = (largest: number): number[] =>
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

/** The place of the least error that is parted from t by an error over the barrier. */
function beyondBarrier(
  errors: readonly number[],
  places: readonly number[],
  t: number,
  barrier: number,
): number | undefined {
  let best = -1;
  const first = places.findIndex((place) => place > t);
  const start = first < 0 ? places.length : first;
  for (const direction of [1, -1]) {
    let crossed = false;
    const from = direction > 0 ? start : start - 1;
    for (let k = from; k >= 0 && k < places.length; k += direction) {
      if (errors[k] > barrier) crossed = true;
      else if (crossed && (best < 0 || errors[k] < errors[best])) best = k;
    }
  }
  return best < 0 ? undefined : places[best];
}

/** Gauss-Newton from given t, as long as errors fall. */
function refine(
  pairs: MovablePairs,
  table: FlowTable,
  chosen: ArrayLike<number>,
  largest: number,
  start: Matched,
): Matched {
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
