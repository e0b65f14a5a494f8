import { norm } from "../lie/basis.ts";
import { dot } from "../lie/coefficients.ts";
import { toDegrees } from "../lie/degrees.ts";

/** The distance of an estimated generator from the true one, up to sign. */
export interface GeneratorScores {
  /** |<alpha, truth>| of the unit vectors, in [0, 1]. */
  readonly absoluteCosine: number;
  /** The angle between the two lines, in degrees, in [0, 90]. */
  readonly angleDegrees: number;
}

/** Scores estimated coefficients against the true ones, of any length. */
export function generatorScores(
  alpha: ArrayLike<number>,
  truth: ArrayLike<number>,
): GeneratorScores {
  const scale = norm(alpha) * norm(truth);
  if (!(scale > 0)) {
    throw new RangeError(
      "generatorScores: expected coefficients that are not all zero",
    );
  }
  const cosine = dot(alpha, truth) / scale;
  // The angle is computed from its sine, because acos loses half of the digits near 1.
  const sign = Math.sign(cosine) || 1;
  const rejection = Array.from(
    alpha,
    (a, i) => a / norm(alpha) - sign * truth[i] / norm(truth),
  );
  const angle = 2 * Math.asin(Math.min(1, norm(rejection) / 2));
  return {
    absoluteCosine: Math.min(1, Math.abs(cosine)),
    angleDegrees: toDegrees(angle),
  };
}
