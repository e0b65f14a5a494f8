import { mean, median } from "d3-array";
import {
  type SeedInterval,
  type SeedIntervals,
  seedIntervals,
} from "../evaluation/seed_interval.ts";
import { randomStream } from "../random/streams.ts";
import { conditionId } from "./cell.ts";
import { errorsByT, type StudyErrorAtT } from "./error_by_t.ts";
import type { Condition } from "./conditions.ts";
import { measures } from "./measures.ts";

/** The statistics of a measure over the seeds of a condition. */
export interface Summary {
  /** Number of seeds that have a value. */
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  /** The interval over the seeds; null for fewer than two values. */
  readonly interval: SeedInterval | null;
}

/** A condition and its summaries, by the measure's name. */
export interface Summarised extends Condition {
  readonly summaries: Readonly<Record<string, Summary | null>>;
  /** Errors of t by estimate, and for each estimate by t. */
  readonly errors: readonly StudyErrorAtT[];
}

/**
 * Computes the summaries of a condition. Its name seeds the bootstrap, so that a
 * condition always gives the same intervals.
 */
export function summarise(condition: Condition): Summarised {
  const stream = randomStream(0, "bootstrap", conditionId(condition));
  const intervalOf = seedIntervals(stream);
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
  intervalOf: SeedIntervals,
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
