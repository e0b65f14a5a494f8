import { mean, median } from "d3";
import { type Interval, meanIntervals } from "../evaluation/bootstrap.ts";
import { randomStream } from "../random/streams.ts";
import { conditionId } from "./cell.ts";
import {
  errorsByT,
  type IntervalOf,
  type StudyErrorAtT,
} from "./error_by_t.ts";
import type { Condition } from "./gather.ts";
import { measures } from "./measures.ts";

/** What the seeds of a condition say of a measure. */
export interface Summary {
  /** Seeds that have a value. */
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  /** The mean's, at 95 %; null of fewer than two values. */
  readonly interval: Interval | null;
}

/** A condition and its summaries, by the measure's name. */
export interface Summarised extends Condition {
  readonly summaries: Readonly<Record<string, Summary | null>>;
  /** By estimate, and within it by t. */
  readonly errors: readonly StudyErrorAtT[];
}

/** The same condition always gives the same intervals. */
export function summarise(condition: Condition): Summarised {
  const stream = randomStream(0, "bootstrap", conditionId(condition));
  const intervalOf = meanIntervals(stream);
  return {
    ...condition,
    summaries: Object.fromEntries(
      measures.map((
        { name },
      ) => [name, summaryOf(condition, name, intervalOf)]),
    ),
    errors: errorsByT(condition, intervalOf),
  };
}

function summaryOf(
  { values }: Condition,
  name: string,
  intervalOf: IntervalOf,
): Summary | null {
  const known = values[name].filter((value) => value !== null);
  if (known.length === 0) return null;
  return {
    count: known.length,
    mean: mean(known)!,
    median: median(known)!,
    interval: intervalOf(known),
  };
}
