import { mean, sum } from "d3";
import type { Interval } from "../evaluation/bootstrap.ts";
import type { ErrorAtT } from "../evaluation/error_by_t.ts";
import type { Condition } from "./gather.ts";

/** What the seeds of a condition say of an estimate in a part of the range of t. */
export interface StudyErrorAtT extends Pick<ErrorAtT, "from" | "to" | "pairs"> {
  readonly estimate: Estimate;
  /** The mean absolute error, one a seed that has pairs there; at least one. */
  readonly values: readonly number[];
  readonly mean: number;
  /** The mean's, at 95 %. */
  readonly interval: Interval | null;
}

/** The 95 % interval of a mean. */
export type IntervalOf = (values: readonly number[]) => Interval | null;

const ESTIMATES = ["network", "refined"] as const;

/** Whose t it is. */
export type Estimate = typeof ESTIMATES[number];

/**
 * A condition's errors over its seeds, by estimate, and within it by t. Seeds have
 * the same parts: what they share fixes the range of t.
 */
export function errorsByT(
  condition: Condition,
  intervalOf: IntervalOf,
): StudyErrorAtT[] {
  const parts = condition.errorByT[0] ?? [];
  return ESTIMATES.flatMap((estimate) =>
    parts.flatMap(({ from, to }, i) => {
      const seeds = condition.errorByT.flatMap((of) =>
        of[i] === undefined ? [] : [of[i]]
      );
      const values = seeds.map((part) => part[estimate])
        .filter((value) => value !== null);
      if (values.length === 0) return [];
      return [{
        estimate,
        from,
        to,
        pairs: sum(seeds, ({ pairs }) => pairs),
        values,
        mean: mean(values)!,
        interval: intervalOf(values),
      }];
    })
  );
}
