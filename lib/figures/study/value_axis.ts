import { extent } from "d3-array";
import { formatLog, logAxis } from "../log_axis.ts";

/** A vertical axis of values that are not negative. */
export interface ValueAxis {
  readonly scale: {
    readonly type: "linear" | "log";
    readonly domain: readonly [number, number];
  };
  /** Suffix of the axis' label after the unit. */
  readonly suffix: string;
  /** Options of the axis' mark. */
  readonly ticks: number | number[];
  readonly tickFormat?: (tick: number) => string;
}

/**
 * Makes an axis for values: linear from 0, or logarithmic if they differ by a large
 * factor.
 *
 * @param values the values, not negative, at least one
 * @param logAbove least factor between values for a logarithmic axis
 */
export function valueAxis(
  values: readonly number[],
  logAbove: number,
): ValueAxis {
  const [low, high] = extent(values) as [number, number];
  if (low > 0 && high > logAbove * low) {
    const { domain, ticks } = logAxis(values);
    return {
      scale: { type: "log", domain },
      suffix: ", log scale",
      ticks: [...ticks],
      tickFormat: formatLog,
    };
  }
  return {
    scale: { type: "linear", domain: [0, 1.06 * high || 1] },
    suffix: "",
    ticks: 5,
  };
}
