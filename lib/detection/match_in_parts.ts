import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import type { MovablePairs } from "./linearise.ts";
import { type Matched, matchT } from "./match_t.ts";

/** Pairs that are matched between two yields: about a second's work. */
const PART = 200;

/**
 * `matchT` in parts, with a yield after each of them. The result is that of
 * `matchT` to the bit, because no pair's t depends on another pair.
 */
export function* matchInParts(
  pairs: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  chosen: ArrayLike<number>,
  largest: number,
): Pausable<Matched> {
  const all = Array.from(chosen);
  const t = new Float64Array(all.length);
  const errors = new Float64Array(all.length);
  const scanned: (readonly number[])[] = [];
  for (let first = 0; first < all.length; first += PART, yield) {
    const part = all.slice(first, first + PART);
    const matched = matchT(pairs, basis, alpha, part, largest);
    t.set(matched.t, first);
    errors.set(matched.errors, first);
    scanned.push(...matched.scanned);
  }
  return { t, errors, scanned };
}
