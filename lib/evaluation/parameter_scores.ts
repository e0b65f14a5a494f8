import { deviation, mean, median } from "d3-array";
import { ratio, varies } from "./ratio.ts";
import { wassersteinDistance } from "./wasserstein.ts";

/** The distance of estimated parameters from the true ones, pair by pair. */
export interface ParameterScores {
  /**
   * Slope of the regression of the estimate on the truth; 1 is ideal, 0 if either is
   * constant.
   */
  readonly slope: number;
  /** Pearson's correlation; 0 if the estimate or the truth is constant. */
  readonly correlation: number;
  /** Mean absolute error, in the parameter's unit. */
  readonly meanAbsoluteError: number;
  /** Median absolute error, in the parameter's unit. */
  readonly medianAbsoluteError: number;
  /**
   * Number of the pairs whose error is more than half a standard deviation of the truth.
   */
  readonly failed: number;
  /** Wasserstein distance between the two distributions, in the parameter's unit. */
  readonly wasserstein: number;
  /**
   * Wasserstein distance divided by the standard deviation of the truth; if that is 0, 0
   * or infinite.
   */
  readonly wassersteinOverStd: number;
  /** Errors modulo the period; absent if the transformation has none. */
  readonly onCircle?: CircleScores;
}

/** Errors modulo the period, because t and t plus the period are the same motion. */
export interface CircleScores {
  /** Median absolute error, in the parameter's unit, at most half of the period. */
  readonly medianAbsoluteError: number;
  /**
   * Share of the pairs whose error is more than 1/18 of the period (20 degrees of a
   * turn).
   */
  readonly failed: number;
}

/**
 * The least error of a failed pair, as a share of the standard deviation of the truth,
 * or of the period.
 */
const FAILURE = 0.5, CIRCLE_FAILURE = 1 / 18;

/**
 * Scores estimates against the truth, pair by pair and as distributions.
 *
 * @param estimated One value per pair, in the parameter's unit, gauge fixed.
 * @param truth The true values, in the same order.
 * @param period Period of the transformation, if it has one.
 */
export function parameterScores(
  estimated: ArrayLike<number>,
  truth: ArrayLike<number>,
  period?: number,
): ParameterScores {
  if (estimated.length !== truth.length || truth.length < 2) {
    throw new RangeError(
      `parameterScores: expected two equally long lists of at least 2 values, found ${estimated.length} and ${truth.length}`,
    );
  }
  const [e, t] = [Array.from(estimated), Array.from(truth)];
  const [meanE, meanT] = [mean(e)!, mean(t)!];
  const covariance = mean(e, (v, i) => (v - meanE) * (t[i] - meanT))!;
  const varianceE = mean(e, (v) => (v - meanE) ** 2)!;
  const varianceT = mean(t, (v) => (v - meanT) ** 2)!;
  const bothVary = varies(e) && varies(t);
  const wasserstein = wassersteinDistance(e, t);
  const errors = e.map((v, i) => Math.abs(v - t[i]));
  const std = deviation(t)!;
  return {
    slope: bothVary ? covariance / varianceT : 0,
    correlation: bothVary ? covariance / Math.sqrt(varianceE * varianceT) : 0,
    meanAbsoluteError: mean(errors)!,
    medianAbsoluteError: median(errors)!,
    failed: errors.filter((error) => error > FAILURE * std).length,
    wasserstein,
    wassersteinOverStd: ratio(wasserstein, std),
    ...period !== undefined && { onCircle: circleScores(errors, period) },
  };
}

function circleScores(
  errors: readonly number[],
  period: number,
): CircleScores {
  const around = errors.map((error) =>
    Math.abs(error - period * Math.round(error / period))
  );
  const failed = around.filter((error) => error > CIRCLE_FAILURE * period);
  return {
    medianAbsoluteError: median(around)!,
    failed: failed.length / around.length,
  };
}
