import type { Pausable } from "../runtime/pausable.ts";
import {
  type Along,
  type Matched,
  matchFrom,
  matchT,
  type Searched,
} from "./match_t.ts";
import type { MovablePairs } from "./movable.ts";

/** Pairs that are matched between two yields: about a tenth of a second's work. */
const PART = 200;

/**
 * `matchT` in parts, with a yield after each of them. The result is that of
 * `matchT` to the bit, because no pair's t depends on another pair.
 */
export function* matchInParts(
  pairs: MovablePairs,
  along: Along,
  chosen: ArrayLike<number>,
): Pausable<Searched> {
  const parts: Searched[] = [];
  for (const { first, last } of partsOf(chosen.length)) {
    const part = Array.from(chosen).slice(first, last);
    parts.push(matchT(pairs, along, part));
    yield;
  }
  return {
    ...joined(parts),
    places: along.places,
    scanned: parts.flatMap(({ scanned }) => scanned),
  };
}

/** `matchFrom` in parts, with a yield after each of them. */
export function* matchFromInParts(
  pairs: MovablePairs,
  along: Along,
  chosen: ArrayLike<number>,
  start: ArrayLike<number>,
): Pausable<Matched> {
  const parts: Matched[] = [];
  for (const { first, last } of partsOf(chosen.length)) {
    const part = Array.from(chosen).slice(first, last);
    const begin = Array.from(start).slice(first, last);
    parts.push(matchFrom(pairs, along, part, begin));
    yield;
  }
  return joined(parts);
}

function* partsOf(count: number) {
  for (let first = 0; first < count; first += PART) {
    yield { first, last: Math.min(first + PART, count) };
  }
}

const joined = (parts: readonly Matched[]): Matched => ({
  t: Float64Array.from(parts.flatMap(({ t }) => [...t])),
  errors: Float64Array.from(parts.flatMap(({ errors }) => [...errors])),
});
