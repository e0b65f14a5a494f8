import type { Spread } from "./statistics.ts";

const digits = (value: number): string => String(Number(value.toPrecision(3)));

/** Formats a number with three digits; a dash if there is none. */
export const number = (value: number | null | undefined): string =>
  typeof value === "number" ? digits(value) : "–";

/** Formats the median and the quartiles, as in "102 (98.1 to 110)". */
export const spread = (value: Spread | null): string =>
  value === null
    ? "–"
    : `${digits(value.median)} (${digits(value.lowerQuartile)} to ${
      digits(value.upperQuartile)
    })`;

/**
 * Largest relative difference between the values of the same step by different kernels.
 */
const AGREEMENT = 1e-4;

/**
 * Makes a line that names the steps whose values differ between peers; none if all
 * agree.
 */
export const apartLines = (
  name: string,
  disagreement: number | null,
): string[] =>
  (disagreement ?? 0) > AGREEMENT
    ? [`${name}: the losses differ, so these are not the same steps`]
    : [];

/** Makes one line per reason, with the peers that have it. */
export function reasonLines(
  reasons: Readonly<Record<string, string>>,
): string[] {
  return [...new Set(Object.values(reasons))].map((reason) => {
    const peers = Object.keys(reasons).filter((peer) =>
      reasons[peer] === reason
    );
    return `${peers.join(", ")}: ${reason}`;
  });
}
