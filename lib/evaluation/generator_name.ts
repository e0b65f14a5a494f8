import { type Basis, norm, projectField } from "../lie/basis.ts";
import { transformations } from "../flow/transformations.ts";
import { dot } from "../lie/coefficients.ts";

/** The least cosine of the angle to a named generator for the name to be given. */
const SMALLEST_COSINE = 0.95;

/** A field is not in the span of a basis if a larger share of its norm is outside. */
const LARGEST_RESIDUAL = 1e-6;

/**
 * Finds the name of the transformation whose generator is nearest to the estimate, up to
 * sign, or "unnamed" if no known one is near.
 */
export function generatorName(
  basis: Basis,
  alpha: ArrayLike<number>,
): string {
  let [nearest, largest] = ["unnamed", SMALLEST_COSINE];
  for (const { name, field } of Object.values(transformations)) {
    const { coefficients, residual } = projectField(field, basis);
    if (residual > LARGEST_RESIDUAL) continue;
    const cosine = Math.abs(dot(alpha, coefficients)) /
      (norm(alpha) * norm(coefficients));
    if (cosine > largest) [nearest, largest] = [name, cosine];
  }
  return nearest;
}
