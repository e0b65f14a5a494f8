import type { Evidence, Verdict } from "#lib/detection/diagnose.ts";

/** A set of pairs drawn by `detect_verdicts.py`, and detection's answer. */
export interface VerdictSet extends Evidence {
  readonly set: number;
  readonly kind: string;
  /** Description of the set: kind, size, way of moving, noise. */
  readonly what: string;
  readonly pairs: number;
  readonly verdict: Verdict["kind"];
  /** Angle to the true generator, degrees; null if there is none. */
  readonly degrees: number | null;
  /** Whether all intervals hold the true generator; null if there is none. */
  readonly inside: boolean | null;
  readonly seconds: number;
}

/** Reads the sets of a text with one line of JSON per set. */
export const setsIn = (text: string): VerdictSet[] =>
  text.split("\n").filter((line) => line !== "").map((line) =>
    JSON.parse(line)
  );

/** Whether a flow relates the pairs of a set. */
export const hasFlow = ({ degrees }: VerdictSet): boolean => degrees !== null;
