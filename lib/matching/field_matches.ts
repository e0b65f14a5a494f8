import { orbitsOfFields } from "../flow/match_orbits.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { sumOfProducts } from "./brightness.ts";
import { dimensionOf, type FieldSpace } from "./field_space.ts";
import type { MovablePairs } from "./movable.ts";
import { eachMatchAlong } from "./residuals.ts";

/** The match of every chosen pair under its own field, to first order. */
export interface FieldMatches {
  /** Sum of squared residuals. */
  readonly errors: Float64Array;
  /** `count * columns`: gradient of half of it in the coefficients or parameters. */
  readonly gradients: Float64Array;
  /** `count * columns^2`: its curvature by Gauss and Newton, J^T J. */
  readonly curvatures: Float64Array;
}

/** Standard deviation of the blur that residuals are compared through, in cells. */
export const FIELD_BLUR = 1.5;

/**
 * Matches chosen pairs, each under its own field.
 *
 * @param coefficients `chosen.length * terms` numbers.
 * @param sd Standard deviation of the blur that residuals are compared through, in
 * cells.
 * @param space The derivatives are taken along its directions; by default in the
 * coefficients.
 */
export function* fieldMatches(
  pairs: MovablePairs,
  basis: Basis,
  chosen: ArrayLike<number>,
  coefficients: Float64Array,
  sd = FIELD_BLUR,
  space?: FieldSpace,
): Pausable<FieldMatches> {
  const terms = basis.terms.length, count = chosen.length, { side } = pairs;
  const columns = space === undefined ? terms : dimensionOf(space);
  const errors = new Float64Array(count);
  const gradients = new Float64Array(count * columns);
  const curvatures = new Float64Array(count * columns ** 2);
  const orbits = orbitsOfFields(
    basis,
    { height: side, width: side },
    (match) => coefficients.subarray(match * terms, (match + 1) * terms),
    space?.directions,
  );
  yield* eachMatchAlong(
    pairs,
    orbits,
    chosen,
    sd,
    undefined,
    (i, [residual, , ...slopes], { scale, error }) => {
      errors[i] = error + scale * sumOfProducts(residual, residual);
      for (let k = 0; k < columns; k++) {
        gradients[i * columns + k] = scale * sumOfProducts(residual, slopes[k]);
        for (let l = 0; l <= k; l++) {
          const product = scale * sumOfProducts(slopes[k], slopes[l]);
          curvatures[(i * columns + k) * columns + l] = product;
          curvatures[(i * columns + l) * columns + k] = product;
        }
      }
    },
  );
  return { errors, gradients, curvatures };
}
