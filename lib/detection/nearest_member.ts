import { type Basis, norm, projectField } from "../lie/basis.ts";
import { dot } from "../lie/coefficients.ts";
import { solve } from "../lie/solve.ts";
import { toDegrees } from "../lie/degrees.ts";
import { bestAxis } from "./best_axis.ts";
import { type Combination, elements } from "./combination.ts";
import type { AxisKind, Kind } from "./kind.ts";

/** The member of a kind that is nearest to a field. */
export interface Nearest {
  readonly member: Combination;
  /** The member's axis, radians; 0 for a kind without one. */
  readonly axis: number;
  /** Angle between the coefficients of the member and the field, degrees. */
  readonly angleDegrees: number;
  /** Share of the field's norm that the member has, 0 to 1. */
  readonly share: number;
}

/**
 * Functions that search the nearest members of kinds; undefined if the basis lacks them.
 */
export interface Search {
  readonly nearest: (kind: Kind) => Nearest | undefined;
  /** The nearest member whose axis is x or y. */
  readonly aligned: (kind: AxisKind) => Nearest | undefined;
}

/** A field is not in the span of the basis if a larger share of it is outside. */
const LARGEST_RESIDUAL = 1e-6;

/** Smaller weights are set to 0; they are rounding errors of a cosine of 0. */
const LEAST_WEIGHT = 1e-12;

const X_AND_Y = [0, Math.PI / 2];

/**
 * Prepares the search for members of kinds near to a field. The nearest member of a
 * linear kind is an orthogonal projection. For a kind with an axis it is the projection
 * for the best axis, which is found by a search in one dimension.
 *
 * @param alpha Coefficients in the basis, of any length but 0.
 */
export function searchNear(basis: Basis, alpha: ArrayLike<number>): Search {
  const columns = elements.map((field) => {
    const { coefficients, residual } = projectField(field, basis);
    return residual > LARGEST_RESIDUAL ? undefined : coefficients;
  });
  const along = (kind: Kind, axis: number): Nearest | undefined => {
    const fields = kind.fields(axis);
    const spanning = fields.map((weights) => combine(columns, weights));
    return spanning.every((column) => column !== undefined)
      ? { ...project(fields, spanning, alpha), axis }
      : undefined;
  };
  const aligned = (kind: AxisKind) =>
    X_AND_Y.map((axis) => along(kind, axis))
      .filter((found) => found !== undefined)
      .toSorted((a, b) => b.share - a.share).at(0);
  const searched = (kind: AxisKind) => {
    const shares = (axis: number) => along(kind, axis)?.share;
    const axis = bestAxis(shares);
    return axis === undefined ? aligned(kind) : along(kind, axis);
  };
  return {
    nearest: (kind) => kind.shape === "axis" ? searched(kind) : along(kind, 0),
    aligned,
  };
}

/** Combines columns; undefined if a column with a weight is missing. */
function combine(
  columns: readonly (Float64Array | undefined)[],
  weights: Combination,
): Float64Array | undefined {
  const used = weights.flatMap((weight, i) =>
    Math.abs(weight) < LEAST_WEIGHT ? [] : [{ weight, column: columns[i] }]
  );
  if (used.some(({ column }) => column === undefined)) return undefined;
  return used[0].column!.map((_, k) =>
    used.reduce((sum, { weight, column }) => sum + weight * column![k], 0)
  );
}

/**
 * The combination of fields, given as columns in the basis, that is nearest to alpha.
 */
function project(
  fields: readonly Combination[],
  columns: readonly Float64Array[],
  alpha: ArrayLike<number>,
) {
  const products = columns.flatMap((a) => columns.map((b) => dot(a, b)));
  const sides = columns.map((column) => dot(column, alpha));
  const weights = solve(
    Float64Array.from(products),
    Float64Array.from(sides),
    columns.length,
  );
  const projected = Math.sqrt(Math.max(dot(weights, sides), 0));
  const share = Math.min(1, projected / norm(alpha));
  return {
    member: elements.map((_, i) =>
      fields.reduce((sum, field, k) => sum + weights[k] * field[i], 0)
    ),
    share,
    angleDegrees: toDegrees(Math.acos(share)),
  };
}
