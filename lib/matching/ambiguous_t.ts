import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { type MovablePairs, orbitsOf } from "./movable.ts";
import { refineT, type Searched } from "./match_t.ts";

/**
 * Both are shares of the range from the best to the worst error along the flow.
 * Another t is a match of its own if the error between the two rises by the first,
 * and it matches about as well if its error exceeds the best by at most the second.
 */
const BARRIER = 0.25, AS_WELL = 0.05;

/** Another t of a pair, before it is refined. */
interface Candidate {
  /** The pair's number. */
  readonly row: number;
  readonly t: number;
  /** The pair's worst error along the flow. */
  readonly worst: number;
}

/** Candidates that are refined together. */
const PART = 200;

/**
 * The share of pairs that another t matches about as well as the best, with worse
 * ones between: images that repeat along the flow.
 *
 * @param largest Bound of |t|, as `matchT` had it.
 * @param matched What `matchT` found for all pairs.
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
