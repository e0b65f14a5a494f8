import { deviation, quantile } from "d3-array";

/**
 * Computes Silverman's bandwidth of a Gaussian kernel estimate (1986, eq. 3.31), in the
 * unit of the values.
 *
 * @param values finite numbers
 * @returns 0 if all values are equal, or there are fewer than two
 */
export function silvermanBandwidth(
  values: Float64Array | readonly number[],
): number {
  const whole = deviation(values) ?? 0;
  const quartiles = quantile(values, 0.75)! - quantile(values, 0.25)!;
  const spread = Math.min(whole, quartiles / 1.34) || whole;
  return 0.9 * spread * values.length ** -0.2;
}
