import { max, median, min } from "d3-array";
import { type DocTable, tablesOf } from "./doc_tables.ts";

/** The answer of the detection for one set of pairs, beside the truth. */
export interface SeveralSet {
  readonly kind: string;
  readonly verdict: string;
  /** Whether the number of generators is right, and whether they act at once. */
  readonly isRight: boolean;
  /** Largest principal angle to the true space, degrees; NaN where not right. */
  readonly degrees: number;
  /** Closure defect, per cent; NaN where not right. */
  readonly defect: number;
  /** Median distance of the pairs' transformations from the true ones, pixels. */
  readonly pixels: number;
  readonly seconds: number;
}

/** The sets of a text with one row per set. */
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

/** One row per kind of set: medians, and in brackets the largest values. */
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
      "s",
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
