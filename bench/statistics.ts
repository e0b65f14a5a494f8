import { quantile } from "d3-array";
import { powerLaw } from "#lib/evaluation/power_law.ts";

/** Median and quartiles of repeated measurements. */
export interface Spread {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly count: number;
}

/** Computes the median and the quartiles; null for no values. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const at = (share: number) => quantile(values, share)!;
  return {
    median: at(0.5),
    lowerQuartile: at(0.25),
    upperQuartile: at(0.75),
    count: values.length,
  };
}

/** Computes a quotient; null if an operand is missing. */
export function ratio(
  numerator: number | null | undefined,
  denominator: number | null | undefined,
): number | null {
  return typeof numerator === "number" && typeof denominator === "number"
    ? numerator / denominator
    : null;
}

/**
 * Computes the largest relative difference between two peers in one of several values.
 *
 * @param values Each value by the peers' names; null if a peer has none.
 * @returns null if no value is known for two peers.
 */
export function disagreement(
  values: readonly Readonly<Record<string, number | null>>[],
): number | null {
  const spans = values.map(relativeSpan).filter((span) => span !== null);
  return spans.length === 0 ? null : Math.max(...spans);
}

/** Computes the relative range of the peers' values; null for fewer than two. */
function relativeSpan(
  values: Readonly<Record<string, number | null>>,
): number | null {
  const known = Object.values(values).filter((value) => value !== null);
  if (known.length < 2) return null;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return (most - least) / most;
}

/**
 * Computes the exponent p of time ~ size^p: the slope of log time over log size, by
 * least squares. Points without a time are omitted.
 *
 * @returns null for fewer than two different sizes.
 */
export function growthExponent(
  points: readonly { readonly size: number; readonly ms: number | null }[],
): number | null {
  return powerLaw(
    points.flatMap(({ size, ms }) => ms === null ? [] : [{ x: size, y: ms }]),
  )?.exponent ?? null;
}
