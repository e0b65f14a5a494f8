import type { Evidence, Verdict } from "#lib/detection/diagnose.ts";

/** A set of pairs that `detect_verdicts.py` drew, and what detection says of it. */
export interface VerdictSet extends Evidence {
  readonly set: number;
  readonly kind: string;
  /** The set in words: kind, size, how it was moved, noise. */
  readonly what: string;
  readonly pairs: number;
  readonly verdict: Verdict["kind"];
  /** Angle to the true generator; null where there is none. */
  readonly degrees: number | null;
  /** Whether all intervals hold it; null where there is none. */
  readonly inside: boolean | null;
  readonly seconds: number;
}

/** The sets in a text of one line of JSON per set. */
export const setsIn = (text: string): VerdictSet[] =>
  text.split("\n").filter((line) => line !== "").map((line) =>
    JSON.parse(line)
  );

/** Whether a flow relates the pairs of a set. */
export const hasFlow = ({ degrees }: VerdictSet): boolean => degrees !== null;
