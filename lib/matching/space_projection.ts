import { norm } from "../lie/coefficients.ts";
import { dot } from "../lie/coefficients.ts";
import {
  dimensionOf,
  directionOf,
  fieldCoefficients,
  type FieldSpace,
} from "./field_space.ts";
import type { Alternative } from "./intervals.ts";
import { removeAlong } from "./normal_equations.ts";
import { type GeneratorsFit, parametersIn } from "./register_generators.ts";

/**
 * Computes the unit field of a fitted space that is nearest to a given one, with the
 * influence of each pair on it. A space has no preferred basis, so intervals are given
 * for
 * such projections. With P = A^T A for orthonormal rows A, the projection is P u, and a
 * deviation C of the rows in the complement N moves it by N^T C^T A u + A^T C N u.
 *
 * @param field u, coefficients that are not orthogonal to the space.
 */
export function projectionOf(
  fit: GeneratorsFit,
  field: Float64Array,
): Alternative {
  const { space, complement, influences, next } = fit;
  const { terms } = space;
  const dimension = dimensionOf(space), free = dimensionOf(complement);
  const inside = parametersIn(space, field);
  const outside = parametersIn(complement, field);
  const projected = fieldCoefficients(space, inside), length = norm(projected);
  const alpha = projected.map((value) => value / length);
  const size = dimension * free, count = fit.pairs.length;
  const pairs = new Float64Array(count * terms);
  const across = new Float64Array(free), along = new Float64Array(dimension);
  for (let i = 0; i < count; i++) {
    const c = influences.subarray(i * size, (i + 1) * size);
    across.fill(0);
    for (let k = 0; k < dimension; k++) {
      const row = c.subarray(k * free, (k + 1) * free);
      along[k] = dot(row, outside);
      for (let a = 0; a < free; a++) across[a] += inside[k] * row[a];
    }
    const change = pairs.subarray(i * terms, (i + 1) * terms);
    addCombination(change, complement, across, 1 / length);
    addCombination(change, space, along, 1 / length);
    removeAlong(alpha, pairs, i * terms, 1);
  }
  return {
    pairs: fit.pairs,
    alpha,
    influences: {
      pairs,
      blocks: new Float64Array(),
      blocksPerPair: 0,
      places: new Float64Array(terms),
    },
    nextAlpha: unitProjection(next, field),
  };
}

/** Computes the unit field of a space that is nearest to a given one. */
export function unitProjection(
  space: FieldSpace,
  field: Float64Array,
): Float64Array {
  const projected = fieldCoefficients(space, parametersIn(space, field));
  const length = norm(projected);
  return projected.map((value) => value / length);
}

/** Adds a combination of the rows: out += factor * sum_k weights_k A_k. */
function addCombination(
  out: Float64Array,
  space: FieldSpace,
  weights: Float64Array,
  factor: number,
): void {
  weights.forEach((weight, k) => {
    const direction = directionOf(space, k);
    for (let i = 0; i < out.length; i++) {
      out[i] += factor * weight * direction[i];
    }
  });
}
