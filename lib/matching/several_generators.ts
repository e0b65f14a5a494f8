import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { sumOf } from "./explained.ts";
import type { FieldSpace } from "./field_space.ts";
import { numbersTo } from "./frames.ts";
import type { MovablePairs } from "./movable.ts";
import { fieldSpaces, leftBySpace } from "./nearest_spaces.ts";
import { pairFields } from "./pair_fields.ts";
import { fieldNoise, wellMatched } from "./well_matched.ts";

/** How much of the held-out pairs' change spaces of fields leave. */
export interface SpacesLeft {
  /**
   * Share of the held-out pairs that a field of their own matches, each pair counted
   * by its change without noise.
   */
  readonly matched: number;
  /**
   * Share of the change that these fields explain, without what noise adds to it,
   * that the best space of 1, 2, 3, ... dimensions leaves; empty where fewer than
   * half of the held-out pairs or of the fitted pairs are matched.
   */
  readonly left: readonly number[];
  /** The spaces. */
  readonly spaces: readonly FieldSpace[];
}

/** Pairs that spaces are fitted to, and pairs that judge them, at most. */
const MOST_FITTED = 150, MOST_JUDGES = 75;

/** The largest dimension that is looked at. */
const MOST_DIMENSIONS = 6;

/**
 * Below this share of pairs that are matched, no space is looked for: moved pairs are
 * matched in 0.7 to 1 of their change, unrelated digits in 0.2, scenes in 0.1.
 */
const LEAST_MATCHED = 0.5;

/**
 * Fits a field of its own to every pair, then the spaces that lie nearest to those of
 * the fitted pairs, and tells how much of the held-out pairs' change these leave.
 *
 * @param fitted Pairs that spaces are fitted to.
 * @param held Pairs that judge them.
 */
export function* spacesLeft(
  fitted: MovablePairs,
  held: MovablePairs,
  basis: Basis,
): Pausable<SpacesLeft> {
  const fieldsOf = function* (pairs: MovablePairs, most: number) {
    const some = numbersTo(Math.min(most, pairs.count));
    const fields = yield* pairFields(pairs, basis, some);
    return wellMatched(fields, yield* fieldNoise(pairs));
  };
  const judges = yield* fieldsOf(held, MOST_JUDGES);
  const { share } = judges;
  const nowhere = { matched: share, left: [], spaces: [] };
  if (share < LEAST_MATCHED) return nowhere;
  const own = yield* fieldsOf(fitted, MOST_FITTED);
  if (own.share < LEAST_MATCHED) return nowhere;
  const most = Math.min(MOST_DIMENSIONS, basis.terms.length - 1);
  const spaces = yield* fieldSpaces(own.matched, most);
  const nothing = { terms: basis.terms.length, directions: new Float64Array() };
  const changeLeftBy = (space: FieldSpace) => {
    const { count, terms } = judges.matched;
    const free = terms - space.directions.length / terms;
    const sum = sumOf(leftBySpace(judges.matched, space));
    return Math.max(sum - count * free * judges.noise.perDimension, 0);
  };
  const change = changeLeftBy(nothing);
  const left = spaces.map((space) =>
    change > 0 ? changeLeftBy(space) / change : 0
  );
  return { matched: share, left, spaces };
}
