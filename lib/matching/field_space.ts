import { dot } from "../lie/coefficients.ts";
import { orthonormalRows } from "../lie/orthonormal_rows.ts";

/** A linear space of fields. */
export interface FieldSpace {
  /** Coefficients per field. */
  readonly terms: number;
  /** `dimension * terms`: orthonormal rows of coefficients. */
  readonly directions: Float64Array;
}

/** The dimension of a space: the number of generators that span it. */
export const dimensionOf = ({ terms, directions }: FieldSpace): number =>
  directions.length / terms;

/** One direction of a space as coefficients of a field, `terms` numbers. */
export const directionOf = (
  { terms, directions }: FieldSpace,
  k: number,
): Float64Array => directions.subarray(k * terms, (k + 1) * terms);

/**
 * Computes the coefficients of the fields sum_k v_k A_k of a space.
 *
 * @param parameters `count * dimension`, row-major.
 * @returns `count * terms`.
 */
export function fieldCoefficients(
  { terms, directions }: FieldSpace,
  parameters: ArrayLike<number>,
): Float64Array {
  const dimension = directions.length / terms;
  const count = dimension === 0 ? 0 : parameters.length / dimension;
  const out = new Float64Array(count * terms);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < dimension; k++) {
      const value = parameters[i * dimension + k];
      for (let l = 0; l < terms; l++) {
        out[i * terms + l] += value * directions[k * terms + l];
      }
    }
  }
  return out;
}

/**
 * Computes the orthogonal complement of a space: orthonormal rows that span all fields
 * orthogonal to it.
 */
export function complementOf(space: FieldSpace): FieldSpace {
  const { terms } = space, dimension = dimensionOf(space);
  const rows: number[] = [];
  let taken = space.directions;
  for (let k = dimension; k < terms; k++) {
    // The unit vector with the largest part outside of the directions so far.
    const rest = Array.from({ length: terms }, (_, i) => {
      const unit = new Float64Array(terms);
      unit[i] = 1;
      for (let at = 0; at < taken.length; at += terms) {
        removeDirection(unit, taken.subarray(at, at + terms));
      }
      return unit;
    }).reduce((a, b) => Math.hypot(...b) > Math.hypot(...a) ? b : a);
    taken = orthonormalRows(Float64Array.of(...taken, ...rest), terms);
    rows.push(...taken.subarray(k * terms));
  }
  return { terms, directions: Float64Array.from(rows) };
}

/** Removes the part of a vector along a unit vector, in place. */
function removeDirection(vector: Float64Array, unit: Float64Array): void {
  const along = dot(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i] -= along * unit[i];
}
