import { max, median, min } from "d3-array";
import { type DocTable, tablesOf } from "./doc_tables.ts";

/** Answer of detection for one set of pairs, and its errors. */
export interface SeveralSet {
  readonly kind: string;
  readonly verdict: string;
  /**
   * Whether the number of generators and the verdict whether they act at once are
   * right.
   */
  readonly isRight: boolean;
  /** Largest principal angle to the true space, degrees; NaN if `isRight` is false. */
  readonly degrees: number;
  /** Closure defect, per cent; NaN if `isRight` is false. */
  readonly defect: number;
  /** Median distance of the pairs' transformations from the true ones, pixels. */
  readonly pixels: number;
  readonly seconds: number;
}

/** Reads the sets of a text with one row per set. */
export const severalSets = (text: string): SeveralSet[] =>
  tablesOf(text).flat().map((
    [kind, , verdict, right, degrees, defect, pixels, seconds],
  ) => ({
    kind,
    verdict,
    isRight: right === "yes",
    degrees: Number(degrees),
    defect: Number(defect),
    pixels: Number(pixels),
    seconds: Number(seconds),
  }));

const withMost = (values: readonly number[], decimals: number): string =>
  `${median(values)!.toFixed(decimals)} (${max(values)!.toFixed(decimals)})`;

/**
 * Makes a table with one row per kind of set: medians, and in brackets the largest
 * values.
 */
export function severalTable(sets: readonly SeveralSet[]): DocTable {
  return [
    [
      "kind",
      "sets",
      "found",
      "number right",
      "largest principal angle, degrees",
      "closure defect, %",
      "median displacement, px",
      "s per set",
    ],
    ...[...Map.groupBy(sets, ({ kind }) => kind)].map(([kind, some]) => {
      const right = some.filter(({ isRight }) => isRight);
      const defects = right.map(({ defect }) => defect);
      return [
        kind,
        String(some.length),
        String(some.filter(({ verdict }) => verdict === "found").length),
        String(right.length),
        withMost(right.map(({ degrees }) => degrees), 2),
        `${min(defects)!.toFixed(1)} to ${max(defects)!.toFixed(1)}`,
        withMost(right.map(({ pixels }) => pixels), 3),
        median(some, ({ seconds }) => seconds)!.toFixed(0),
      ];
    }),
  ];
}
