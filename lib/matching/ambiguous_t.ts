import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { type MovablePairs, orbitsOf } from "./movable.ts";
import { refineT, type Searched } from "./match_t.ts";

/**
 * Thresholds for a second match, as shares of the range from the least to the largest
 * error along the flow. Another t is a separate match if the error in between rises by
 * at least `BARRIER`. It matches about as well if its error exceeds the least one by at
 * most `AS_WELL`.
 */
const BARRIER = 0.25, AS_WELL = 0.05;

/** A second t of a pair that may match as well, before it is refined. */
interface Candidate {
  /** The pair's number. */
  readonly row: number;
  readonly t: number;
  /** The pair's largest error along the flow. */
  readonly worst: number;
}

/** Number of candidates that are refined together. */
const PART = 200;

/**
 * Computes the share of pairs that a second t matches about as well as the best one,
 * with clearly worse t in between, because their images repeat along the flow.
 *
 * @param largest The bound of |t| that `matchT` had.
 * @param matched The result of `matchT` for all pairs.
 */
export function* ambiguousShare(
  pairs: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  largest: number,
  matched: Searched,
): Pausable<number> {
  const candidates = candidatesIn(matched);
  const table = yield* orbitsOf(pairs, basis, alpha, largest, false);
  const step = matched.places[1] - matched.places[0];
  let ambiguous = 0;
  for (let first = 0; first < candidates.length; first += PART) {
    const part = candidates.slice(first, first + PART);
    const rows = part.map(({ row }) => row);
    const starts = part.map(({ t }) => t);
    const found = yield* refineT(pairs, table, rows, starts, step);
    part.forEach(({ row, t, worst }, k) => {
      const [best, error] = [matched.errors[row], found.errors[k]];
      const moved = Math.abs(found.t[k] - t);
      const stays = moved < Math.abs(t - matched.t[row]) / 2;
      if (stays && error - best <= AS_WELL * (worst - best)) ambiguous++;
    });
  }
  return ambiguous / pairs.count;
}

function candidatesIn(
  { t, errors, places, scanned }: Searched,
): Candidate[] {
  return scanned.flatMap((along, row) => {
    const worst = Math.max(...along);
    const barrier = errors[row] + BARRIER * (worst - errors[row]);
    const other = beyondBarrier(along, places, t[row], barrier);
    return other === undefined ? [] : [{ row, t: other, worst }];
  });
}

/**
 * The place of the least error among those that a larger error than the barrier
 * separates from t.
 */
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
