import { mean, sum } from "d3-array";
import type { ErrorAtT } from "../evaluation/error_by_t.ts";
import type {
  SeedInterval,
  SeedIntervals,
} from "../evaluation/seed_interval.ts";
import type { Condition } from "./conditions.ts";

/** The error of an estimate of t in a part of its range, over the seeds. */
export interface StudyErrorAtT extends Pick<ErrorAtT, "from" | "to" | "pairs"> {
  readonly estimate: EstimateName;
  /** Mean absolute errors, one per seed that has pairs in this part; at least one. */
  readonly values: readonly number[];
  readonly mean: number;
  /** The interval over the seeds; null for fewer than two values. */
  readonly interval: SeedInterval | null;
}

const ESTIMATES = ["network", "refined"] as const;

/** The t of the t-network, or the t refined on each pair. */
export type EstimateName = typeof ESTIMATES[number];

/**
 * Summarises the errors of a condition over its seeds, by estimate and then by t. All
 * seeds of a condition have the same range of t, and therefore the same parts of it.
 */
export function errorsByT(
  condition: Condition,
  intervalOf: SeedIntervals,
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
