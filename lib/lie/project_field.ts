import type { Basis, BasisTerm, VectorField } from "./basis.ts";
import { dot, largestMagnitude } from "./coefficients.ts";

/** Points per side of the grid over [-1, 1]^2 on which fields are compared. */
const GRID = 24;

/** Coefficients below this share of the largest are set to 0. */
const ROUNDING = 1e-12;

/** A direction shorter than this share of its term counts as dependent. */
const DEPENDENT = 1e-10;

/**
 * Finds the coefficients of the basis that come closest to a field on the frame.
 *
 * It minimises squares over a grid of [-1, 1]^2, by two passes of Gram-Schmidt. The
 * result is exact to rounding for a field in the span of the basis.
 *
 * @param field the vector field, finite on the frame
 * @param basis the terms; independent as functions on the grid
 * @returns coefficients, one per term, and residual, the L2 norm of what is left
 * over the L2 norm of the field (0 for the zero field)
 * @throws {RangeError} if the field is not finite, or the terms are dependent
 */
export function projectField(
  field: VectorField,
  basis: Basis,
): { coefficients: Float64Array; residual: number } {
  const points = gridPoints();
  const gammas = points.map(([x, y]) => field(x, y));
  if (!gammas.every((gamma) => gamma.every(Number.isFinite))) {
    throw new RangeError(
      "projectField: expected a field that is finite on [-1, 1]^2, found a value that is not",
    );
  }
  const coefficients = new Float64Array(basis.terms.length);
  let left = 0, whole = 0;
  for (const [axis, component] of (["x", "y"] as const).entries()) {
    const target = Float64Array.from(gammas, (gamma) => gamma[axis]);
    whole += dot(target, target);
    const indices = basis.terms.flatMap((term, i) =>
      term.component === component ? [i] : []
    );
    const columns = indices.map((i) => sample(basis.terms[i], points));
    const fitted = leastSquares(columns, target, basis.name);
    indices.forEach((i, k) => coefficients[i] = fitted[k]);
    left += dot(target, target); // leastSquares leaves the residual in target
  }
  return {
    coefficients: withoutRounding(coefficients),
    residual: whole === 0 ? 0 : Math.sqrt(left / whole),
  };
}

/** Sets coefficients that are rounding errors of the largest one to 0. */
function withoutRounding(coefficients: Float64Array): Float64Array {
  const largest = largestMagnitude(coefficients);
  return coefficients.map((a) => Math.abs(a) < ROUNDING * largest ? 0 : a);
}

function gridPoints(): readonly (readonly [number, number])[] {
  const axis = Array.from({ length: GRID }, (_, i) => 2 * i / (GRID - 1) - 1);
  return axis.flatMap((y) => axis.map((x) => [x, y] as const));
}

function sample(
  term: BasisTerm,
  points: readonly (readonly [number, number])[],
): Float64Array {
  return Float64Array.from(points, ([x, y]) => term.value(x, y));
}

/** Solves min |A c - b| for the columns of A; overwrites b with b - A c. */
function leastSquares(
  columns: readonly Float64Array[],
  b: Float64Array,
  basisName: string,
): Float64Array {
  const count = columns.length;
  const triangle = columns.map(() => new Float64Array(count)); // R of A = Q R
  const orthonormal: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const q = columns[k].slice();
    const before = Math.sqrt(dot(q, q));
    for (let pass = 0; pass < 2; pass++) {
      orthonormal.forEach((p, i) => triangle[i][k] += removeAlong(p, q));
    }
    const length = Math.sqrt(dot(q, q));
    if (!(length > DEPENDENT * before)) {
      throw new RangeError(
        `projectField: expected independent finite terms in the basis "${basisName}", found a dependent one`,
      );
    }
    triangle[k][k] = length;
    orthonormal.push(q.map((value) => value / length));
  }
  const rotated = orthonormal.map((q) => removeAlong(q, b) + removeAlong(q, b));
  return solveUpper(triangle, rotated);
}

/** Subtracts the part of v along a unit vector, and returns that part's length. */
function removeAlong(direction: Float64Array, v: Float64Array): number {
  const along = dot(direction, v);
  for (let i = 0; i < v.length; i++) v[i] -= along * direction[i];
  return along;
}

function solveUpper(
  triangle: readonly Float64Array[],
  right: readonly number[],
): Float64Array {
  const solution = new Float64Array(right.length);
  for (let i = right.length - 1; i >= 0; i--) {
    let sum = right[i];
    for (let k = i + 1; k < right.length; k++) {
      sum -= triangle[i][k] * solution[k];
    }
    solution[i] = sum / triangle[i][i];
  }
  return solution;
}
