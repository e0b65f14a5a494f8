import type { Pausable } from "../runtime/pausable.ts";
import {
  type Along,
  type Matched,
  matchFrom,
  matchT,
  type Searched,
} from "./match_t.ts";
import type { MovablePairs } from "./movable.ts";

/**
 * Number of pairs per part; the limit saves memory, because a search keeps the pairs at
 * half the resolution, too.
 */
const PART = 200;

/**
 * Runs `matchT` in parts. The result is exactly that of `matchT`, because no pair's t
 * depends on another pair.
 */
export function* matchInParts(
  pairs: MovablePairs,
  along: Along,
  chosen: ArrayLike<number>,
): Pausable<Searched> {
  const all = Array.from(chosen);
  const parts = yield* inParts(
    all.length,
    (first, last) => matchT(pairs, along, all.slice(first, last)),
  );
  return {
    ...joined(parts),
    places: along.places,
    scanned: parts.flatMap(({ scanned }) => scanned),
  };
}

/** Runs `matchFrom` in parts. */
export function* matchFromInParts(
  pairs: MovablePairs,
  along: Along,
  chosen: ArrayLike<number>,
  start: ArrayLike<number>,
): Pausable<Matched> {
  const [all, starts] = [Array.from(chosen), Array.from(start)];
  return joined(
    yield* inParts(all.length, (first, last) =>
      matchFrom(
        pairs,
        along,
        all.slice(first, last),
        starts.slice(first, last),
      )),
  );
}

/** @param match Matches the pairs from a first one on, up to a last one. */
function* inParts<Part extends Matched>(
  count: number,
  match: (first: number, last: number) => Pausable<Part>,
): Pausable<Part[]> {
  const parts: Part[] = [];
  for (let first = 0; first < count; first += PART) {
    parts.push(yield* match(first, Math.min(first + PART, count)));
  }
  return parts;
}

const joined = (parts: readonly Matched[]): Matched => ({
  t: Float64Array.from(parts.flatMap(({ t }) => [...t])),
  errors: Float64Array.from(parts.flatMap(({ errors }) => [...errors])),
});
