import { type Basis, norm, projectField, unit } from "../basis.ts";
import { dot } from "../coefficients.ts";
import { orthonormalRows } from "../orthonormal_rows.ts";
import { bracketField } from "./bracket.ts";
import { frameSamples } from "./frame_samples.ts";

/**
 * A part of a bracket of unit fields outside of the space counts as 0 below this norm.
 */
const OUTSIDE = 1e-8;

/**
 * Computes a basis of the smallest Lie algebra that contains some fields. Whenever a
 * bracket of two basis fields is outside of their span, the unit field along its outside
 * part is added to the basis.
 *
 * @param rows Coefficients of the fields, one per term, independent of each other.
 * @returns Rows of coefficients: those given come first.
 * @throws {RangeError} if the fields depend on each other, or a bracket is a field that
 * the basis does not hold, as it may be from degree 2 on
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { affine, generatedAlgebra } from "@neural-symmetry/detection/lie";
 *
 * const turn = Float64Array.of(0, 0, -1, 0, 1, 0);
 * const right = Float64Array.of(1, 0, 0, 0, 0, 0);
 * const [, , down] = generatedAlgebra(affine, [right, turn]);
 * assertEquals(down, Float64Array.of(0, 0, 0, 1, 0, 0));
 * ```
 */
export function generatedAlgebra(
  basis: Basis,
  rows: readonly Float64Array[],
): Float64Array[] {
  const terms = basis.terms.length, all = [...rows];
  const flat = orthonormalRows(
    Float64Array.from(rows.flatMap((row) => [...row])),
    terms,
  );
  const orthonormal = rows.map((_, k) =>
    flat.subarray(k * terms, (k + 1) * terms)
  );
  // The list grows in the loop, so brackets with new fields are computed later.
  for (let j = 1; j < all.length; j++) {
    for (let i = 0; i < j; i++) {
      const bracket = bracketCoefficients(basis, unit(all[i]), unit(all[j]));
      const rest = outsideOf(bracket, orthonormal);
      if (norm(rest) <= OUTSIDE) continue;
      const added = unit(rest);
      orthonormal.push(added);
      all.push(added);
    }
  }
  return all;
}

function bracketCoefficients(
  basis: Basis,
  a: Float64Array,
  b: Float64Array,
): Float64Array {
  const bracket = bracketField(basis, a, b);
  const { coefficients, residual } = projectField(bracket, basis);
  if (residual * norm(frameSamples(bracket)) > OUTSIDE) {
    throw new RangeError(
      `generatedAlgebra: expected brackets that the basis "${basis.name}" holds, found one that is to ${
        Math.round(100 * residual)
      } % outside`,
    );
  }
  return coefficients;
}

/** A row without its part in the span of orthonormal rows. */
function outsideOf(
  row: Float64Array,
  orthonormal: readonly Float64Array[],
): Float64Array {
  const rest = row.slice();
  for (const other of [...orthonormal, ...orthonormal]) {
    const along = dot(rest, other);
    other.forEach((value, i) => rest[i] -= along * value);
  }
  return rest;
}
