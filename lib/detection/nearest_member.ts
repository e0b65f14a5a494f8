import { type Basis, norm, projectField } from "../lie/basis.ts";
import { dot } from "../lie/gauge.ts";
import { solve } from "../lie/solve.ts";
import { bestAxis } from "./best_axis.ts";
import { type Combination, elements } from "./combination.ts";
import type { AxisKind, Kind } from "./kind.ts";

/** The member of a kind that is nearest to a field. */
export interface Nearest {
  readonly member: Combination;
  /** Its axis, radians; 0 for a kind without one. */
  readonly axis: number;
  /** Angle between the coefficients of the two, degrees. */
  readonly angleDegrees: number;
  /** Share of the field's norm that the member has, 0 to 1. */
  readonly share: number;
}

/** Searches the nearest members of kinds; undefined where the basis lacks them. */
export interface Search {
  readonly nearest: (kind: Kind) => Nearest | undefined;
  /** The nearest one whose axis is x or y. */
  readonly aligned: (kind: AxisKind) => Nearest | undefined;
}

/** A field with a larger share than this outside of the basis is not in it. */
const LARGEST_RESIDUAL = 1e-6;

/** A weight below this is the rounding of a cosine that is 0. */
const LEAST_WEIGHT = 1e-12;

const X_AND_Y = [0, Math.PI / 2];

/**
 * Searches members of kinds near to a field. A linear kind's nearest member is
 * an orthogonal projection. So is that of a kind with an axis, once the axis is
 * fixed; the axis itself is found by a search in one dimension.
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

/** Undefined where a column that is needed is. */
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

/** The combination of fields, given in the basis by columns, nearest to alpha. */
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
    angleDegrees: Math.acos(share) * 180 / Math.PI,
  };
}
