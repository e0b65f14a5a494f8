import { halving } from "../images/halve.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { sumOfProducts } from "./brightness.ts";
import { sumOf } from "./explained.ts";
import { FIELD_BLUR } from "./field_matches.ts";
import type { FieldSpace } from "./field_space.ts";
import { numbersTo } from "./frames.ts";
import type { MovablePairs } from "./movable.ts";
import { fieldSpaces, leftBySpace } from "./nearest_spaces.ts";
import { type PairFields, pairFields } from "./pair_fields.ts";

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
   * half of the pairs are matched.
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
 * A field matches a pair if it leaves at most this share of its change without noise.
 * Most pairs of digits, strokes and scenes that are moved leave 0.001 to 0.01, most
 * pairs of unrelated digits and scenes more than 0.16.
 */
const MATCHED = 0.05;

/**
 * Below this share of pairs that are matched, no space is looked for: moved pairs are
 * matched in 0.7 to 1 of their change, unrelated digits in 0.2, scenes in 0.1.
 */
const LEAST_MATCHED = 0.5;

/** Longer vectors of coefficients are left out: they move content out of the frame. */
const LONGEST = 3;

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
    return wellMatched(fields, yield* noiseOf(pairs));
  };
  const judges = yield* fieldsOf(held, MOST_JUDGES);
  const { share } = judges;
  if (share < LEAST_MATCHED) return { matched: share, left: [], spaces: [] };
  const own = yield* fieldsOf(fitted, MOST_FITTED);
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

/** Expected squared residuals of one pair that are noise. */
interface FieldNoise {
  /** Where nothing is moved. */
  readonly unmoved: number;
  /** In every dimension of a field that is fitted. */
  readonly perDimension: number;
}

/**
 * What noise adds to residuals through the blur of fields. A blurred and pooled plane
 * of white noise has a fourth of the variance v of a cell in every smooth pattern of
 * squared sum 1, and the variance v / (4 pi sd^2) in every cell.
 */
function* noiseOf(pairs: MovablePairs): Pausable<FieldNoise> {
  const { side, unitNoise } = pairs, cells = side * side;
  const { x0, xt } = yield* pairs.noise();
  const { side: half, halve } = halving(side, FIELD_BLUR);
  const pooled = new Float32Array(half * half);
  const count = unitNoise.length / cells;
  let squares = 0;
  yield* pausingLoop(count, cells, (i) => {
    halve(unitNoise.subarray(i * cells, (i + 1) * cells), pooled);
    squares += sumOfProducts(pooled, pooled) / count;
  });
  const unmoved = (x0 ** 2 + xt ** 2) * squares;
  return {
    unmoved,
    perDimension: unmoved * Math.PI * FIELD_BLUR ** 2 / half ** 2,
  };
}

/** The pairs that their own field matches. */
function wellMatched(fields: PairFields, noise: FieldNoise) {
  const { count, terms, coefficients, errors, errorsWithoutMotion } = fields;
  const floor = noise.unmoved - terms * noise.perDimension;
  const changes = errorsWithoutMotion.map((error) =>
    Math.max(error - noise.unmoved, 0)
  );
  const chosen = numbersTo(count).filter((i) => {
    const own = coefficients.subarray(i * terms, (i + 1) * terms);
    return Math.hypot(...own) < LONGEST &&
      errors[i] - floor <= MATCHED * changes[i];
  });
  const total = sumOf(changes);
  const ofMatched = chosen.reduce((sum, i) => sum + changes[i], 0);
  const some = (values: Float64Array, size: number) =>
    Float64Array.from(
      chosen.flatMap((i) => [...values.subarray(i * size, (i + 1) * size)]),
    );
  const matched: PairFields = {
    count: chosen.length,
    terms,
    coefficients: some(coefficients, terms),
    information: some(fields.information, terms ** 2),
    errors: some(errors, 1),
    errorsWithoutMotion: some(errorsWithoutMotion, 1),
  };
  return { matched, noise, share: total > 0 ? ofMatched / total : 0 };
}
