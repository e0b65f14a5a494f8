import { dot, largestMagnitude, norm } from "./coefficients.ts";

/**
 * Chooses the sign of an estimate, because (alpha, t) and (-alpha, -t) describe the
 * same motion.
 *
 * @param alpha Estimated coefficients.
 * @param truth True coefficients, where they are known.
 * @returns 1 or -1, a factor for alpha and every t. It makes the inner product with the
 * truth positive; without a truth, the coefficient of largest magnitude. Of several
 * that are about as large, it is the last one, so that noise does not decide: a rotation
 * has y ∂x and x ∂y of opposite signs, and its t grows with the angle.
 */
export function gaugeSign(
  alpha: ArrayLike<number>,
  truth?: ArrayLike<number>,
): 1 | -1 {
  const towards = truth === undefined
    ? lastLargeEntry(alpha)
    : dot(alpha, truth);
  return towards < 0 ? -1 : 1;
}

/** The unit of t where no transformation is known to give one. */
export const UNIT_TIME = "unit-generator time";

/**
 * The factor from the transformation's own unit to the model's t, in the gauge of
 * {@linkcode gaugeSign}.
 *
 * @param truth True coefficients, not normalised, where they are known.
 */
export function unitScale(
  alpha: ArrayLike<number>,
  truth?: ArrayLike<number>,
): number {
  return gaugeSign(alpha, truth) * (truth === undefined ? 1 : norm(truth));
}

/** Share of the largest magnitude from which on a coefficient is about as large. */
const ABOUT_AS_LARGE = 0.95;

function lastLargeEntry(alpha: ArrayLike<number>): number {
  const least = ABOUT_AS_LARGE * largestMagnitude(alpha);
  return Array.from(alpha).findLast((value) => Math.abs(value) >= least) ?? 0;
}
