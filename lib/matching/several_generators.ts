import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { sumOf } from "./explained.ts";
import type { FieldSpace } from "./field_space.ts";
import { numbersTo } from "./frames.ts";
import type { MovablePairs } from "./movable.ts";
import { fieldSpaces, leftBySpace } from "./nearest_spaces.ts";
import { pairFields } from "./pair_fields.ts";
import { fieldNoise, wellMatched } from "./well_matched.ts";

/** The shares of the held-out pairs' change that spaces of fields leave. */
export interface SpacesLeft {
  /**
   * Share of the held-out pairs that match under one field per pair, weighted by their
   * change without noise.
   */
  readonly matched: number;
  /**
   * Share that the best space of 1, 2, 3, ... dimensions leaves of the change that these
   * fields explain, without noise; empty if fewer than half of the held-out pairs or of
   * the fitted pairs match.
   */
  readonly left: readonly number[];
  /** The spaces. */
  readonly spaces: readonly FieldSpace[];
}

/**
 * The largest numbers of pairs that spaces are fitted to, and that they are evaluated
 * on.
 */
const MOST_FITTED = 150, MOST_JUDGES = 75;

/** The largest dimension that is tried. */
const MOST_DIMENSIONS = 6;

/**
 * The least share of matched pairs for which spaces are fitted. Measured, weighted by
 * change: 0.7 to 1 for moved pairs, 0.2 for unrelated digits, 0.1 for unrelated scenes.
 */
const LEAST_MATCHED = 0.5;

/**
 * Fits one field per pair, then the spaces nearest to the fields of the fitted pairs,
 * and computes the shares of the held-out pairs' change that the spaces leave.
 *
 * @param fitted Pairs that spaces are fitted to.
 * @param held Pairs that they are evaluated on.
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
