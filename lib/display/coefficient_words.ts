import type { Coefficient } from "../detection/detection.ts";
import { fixed } from "./report_table.ts";

/** A coefficient as text. */
export interface CoefficientWords {
  readonly term: string;
  readonly value: string;
  readonly interval: string;
  /** Whether 0 is outside of the interval. */
  readonly matters: boolean;
}

/** Formats coefficients and their intervals. */
export const coefficientWords = (
  coefficients: readonly Coefficient[],
  decimals: number,
): CoefficientWords[] =>
  coefficients.map(({ term, value, low, high }) => ({
    term,
    value: fixed(value, decimals),
    interval: `${fixed(low, decimals)} to ${fixed(high, decimals)}`,
    matters: low > 0 || high < 0,
  }));
