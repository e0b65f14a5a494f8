import type { Spread } from "./statistics.ts";

const digits = (value: number): string => String(Number(value.toPrecision(3)));

/** Three digits; a dash where there is none. */
export const number = (value: number | null | undefined): string =>
  typeof value === "number" ? digits(value) : "–";

/** "102 (98.1 to 110)": the median and the quartiles. */
export const spread = (value: Spread | null): string =>
  value === null
    ? "–"
    : `${digits(value.median)} (${digits(value.lowerQuartile)} to ${
      digits(value.upperQuartile)
    })`;

/** Values of the same step by other kernels differ by less. */
const AGREEMENT = 1e-4;

/** A line that names steps whose values differ between the peers; else none. */
export const apartLines = (
  name: string,
  disagreement: number | null,
): string[] =>
  (disagreement ?? 0) > AGREEMENT
    ? [`${name}: the losses differ, so these are not the same steps`]
    : [];

/** One line a reason, with the peers that have it. */
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
