import { type Basis, norm, projectField } from "../lie/basis.ts";
import { transformations } from "../flow/transformations.ts";
import { dot } from "../lie/gauge.ts";

/** Less than this share of the norm along the nearest name is no name. */
const SMALLEST_COSINE = 0.95;

/** A basis that leaves more than this of a field cannot name it. */
const LARGEST_RESIDUAL = 1e-6;

/**
 * The name of the transformation whose generator is nearest to the estimate,
 * up to sign, or "unnamed" where none of the known ones is near.
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
