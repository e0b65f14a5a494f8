import { principalAngles } from "../lie/algebra/principal_angles.ts";
import { type Basis, projectField } from "../lie/basis.ts";
import { dot } from "../lie/coefficients.ts";
import { orthonormalRows } from "../lie/orthonormal_rows.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { bestPlace } from "./best_place.ts";
import { type Combination, elements } from "./combination.ts";
import { type KnownSpace, knownSpaces, type Place } from "./known_spaces.ts";

/** A space of fields with a name, and its angle to a given space. */
export interface NamedSpace {
  /** The name, for example "rigid motions se(2)". */
  readonly name: string;
  /** The abstract algebra, for example "se(2)". */
  readonly algebra: string;
  /**
   * The generators in words, for example "rotation about (0.00, 0.00) and all
   * translations".
   */
  readonly words: string;
  /** The textbook basis: K x terms, rows of coefficients, not normalised. */
  readonly rows: Float64Array;
  /**
   * Centre in half-frames and axis in radians. If the space does not depend on its
   * centre, this is the frame's middle; if it does not depend on an axis, the axis is 0.
   */
  readonly place: Place;
  /** Whether the space depends on the centre, and on the axis. */
  readonly hasCentre: boolean;
  readonly hasAxis: boolean;
  /** The largest principal angle to the given space, degrees. */
  readonly angle: number;
}

/** An element is in the span of a basis if less than this share of it is outside. */
const OUTSIDE = 1e-8;

/**
 * Smaller weights of elements are set to 0; they are rounding errors, mostly of right
 * angles.
 */
const ROUNDING = 1e-12;

/**
 * Finds the known space with the least largest principal angle to a space of fields.
 * Angles are between coefficient vectors. Centre and axis of each known space minimise
 * the sum of the squared sines of the principal angles. Spaces outside of the span of
 * the basis are not tried.
 *
 * @param directions K x terms: independent rows of coefficients
 * @param toleranceDegrees the largest principal angle of a named space
 * @returns undefined if no space of dimension K is that near
 */
export function* nameSpace(
  basis: Basis,
  directions: Float64Array,
  toleranceDegrees: number,
): Pausable<NamedSpace | undefined> {
  const terms = basis.terms.length;
  const dimension = directions.length / terms;
  const given = orthonormalRows(directions, terms);
  const inBasis = elementsIn(basis);
  let nearest: NamedSpace | undefined;
  for (const space of knownSpaces) {
    const { length } = space.generators({ centre: [0, 0], axis: 0 });
    if (length !== dimension) continue;
    const named = yield* nearestOf(space, given, inBasis, terms);
    if (named === undefined || !(named.angle <= toleranceDegrees)) continue;
    if (nearest === undefined || named.angle < nearest.angle) nearest = named;
  }
  return nearest;
}

/**
 * Finds the best place of a known space; undefined if it is outside of the span of the
 * basis.
 */
function* nearestOf(
  space: KnownSpace,
  given: Float64Array,
  inBasis: readonly (Float64Array | undefined)[],
  terms: number,
): Pausable<NamedSpace | undefined> {
  const rowsAt = (place: Place) =>
    coefficientsOf(space.generators(place), inBasis, terms);
  const place = yield* bestPlace(space, (place) => {
    const rows = rowsAt(place);
    return rows === undefined ? Infinity : squaredSines(given, rows, terms);
  });
  const rows = rowsAt(place);
  if (rows === undefined) return undefined;
  return {
    name: `${space.title} ${space.algebra}`,
    algebra: space.algebra,
    words: space.words(place),
    rows,
    place,
    hasCentre: space.hasCentre,
    hasAxis: space.axisPeriod > 0,
    angle: Math.max(...principalAngles(given, rows, terms)),
  };
}

/**
 * The coefficients of the elements; undefined for those outside of the span of the
 * basis.
 */
function elementsIn(basis: Basis): (Float64Array | undefined)[] {
  return elements.map((element) => {
    const { coefficients, residual } = projectField(element, basis);
    return residual <= OUTSIDE ? coefficients : undefined;
  });
}

function coefficientsOf(
  generators: readonly Combination[],
  inBasis: readonly (Float64Array | undefined)[],
  terms: number,
): Float64Array | undefined {
  const rows = new Float64Array(generators.length * terms);
  for (const [k, weights] of generators.entries()) {
    for (const [i, weight] of weights.entries()) {
      if (Math.abs(weight) < ROUNDING) continue;
      const element = inBasis[i];
      if (element === undefined) return undefined;
      element.forEach((value, at) => rows[k * terms + at] += weight * value);
    }
  }
  return rows;
}

/** The sum of the squared sines of the principal angles. */
function squaredSines(
  given: Float64Array,
  rows: Float64Array,
  terms: number,
): number {
  const other = orthonormalRows(rows, terms);
  let sum = 0;
  for (let k = 0; k < given.length; k += terms) {
    const rest = given.slice(k, k + terms);
    for (let l = 0; l < other.length; l += terms) {
      const row = other.subarray(l, l + terms), along = dot(rest, row);
      row.forEach((value, at) => rest[at] -= along * value);
    }
    sum += dot(rest, rest);
  }
  return sum;
}
