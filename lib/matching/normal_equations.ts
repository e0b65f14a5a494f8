import { eliminateOwn, type NormalEquations } from "./eliminate.ts";
import { BLUR_COLUMNS } from "./relative_blurs.ts";
import type { Linearised } from "./residuals.ts";

/** The least curvature in a t, as a share of the mean curvature. */
const LEAST_STIFFNESS = 1e-3;

/**
 * Computes the curvature in every t, with a lower bound that keeps it invertible. The
 * bound is relative to the mean of all pairs, so that a pair whose error hardly depends
 * on its t has a short step.
 */
function stiffnessesOf(
  tCurvature: Float64Array,
  damping: number,
): Float64Array {
  const mean = tCurvature.reduce((sum, c) => sum + c, 0) / tCurvature.length;
  const floor = (LEAST_STIFFNESS + damping) * mean + 1e-12;
  return tCurvature.map((curvature) => curvature * (1 + damping) + floor);
}

/**
 * Computes the normal equations of alpha and of the blurs, with the t eliminated. They
 * are projected onto the tangent space of the unit sphere at alpha, because a step along
 * alpha only changes the unit of t. The projection keeps one row per coefficient, as
 * influences and intervals need.
 */
export function reduced(
  { tGradient, tCurvature, gradient, mixed, curvature }: Linearised,
  alpha: ArrayLike<number>,
  damping: number,
): NormalEquations {
  const columns = alpha.length + BLUR_COLUMNS;
  const equations = eliminateOwn({
    own: {
      size: 1,
      gradient: tGradient,
      curvature: stiffnessesOf(tCurvature, damping),
      mixed,
    },
    gradient,
    curvature,
  });
  const { matrix, scores } = equations;
  for (let at = 0; at < scores.length; at += columns) {
    removeAlong(alpha, scores, at, 1);
  }
  for (let k = 0; k < columns; k++) removeAlong(alpha, matrix, k * columns, 1);
  for (let l = 0; l < columns; l++) removeAlong(alpha, matrix, l, columns);
  let trace = 0;
  for (let k = 0; k < columns; k++) trace += matrix[k * columns + k];
  // Small ridges keep the matrix invertible if no pair moves, if terms of the basis are
  // linearly dependent, or if the flow does not stretch, so that the point spread has no
  // effect.
  const [ofTerms, ofBlurs] = [1e-10 * trace + 1e-12, 1e-7 * trace + 1e-12];
  for (let k = 0; k < columns; k++) {
    const floor = k < alpha.length ? ofTerms : ofBlurs;
    matrix[k * columns + k] += damping * matrix[k * columns + k] + floor;
    for (let l = 0; l < alpha.length && k < alpha.length; l++) {
      matrix[k * columns + l] += trace * alpha[k] * alpha[l];
    }
  }
  return equations;
}

/**
 * Subtracts the part along alpha from a vector: every `stride`-th value from `start` on.
 */
export function removeAlong(
  alpha: ArrayLike<number>,
  values: Float64Array,
  start: number,
  stride: number,
): void {
  let along = 0;
  for (let k = 0; k < alpha.length; k++) {
    along += alpha[k] * values[start + k * stride];
  }
  for (let k = 0; k < alpha.length; k++) {
    values[start + k * stride] -= along * alpha[k];
  }
}
