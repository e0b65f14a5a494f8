import { committed } from "./committed.ts";

/** How often all intervals of a set hold the truth. */
export interface Coverage {
  readonly held: number;
  readonly sets: number;
  /** Per cent, with one decimal. */
  readonly share: string;
}

/**
 * Counts the sets in bench/detect_coverage.txt.
 *
 * @throws {RangeError} where the file's own sum is another one.
 */
export async function coverage(): Promise<Coverage> {
  const lines = (await committed("bench/detect_coverage.txt")).trim()
    .split("\n");
  const sets = lines.filter((line) => /^\d+: /.test(line));
  const held = sets.filter((line) => !line.endsWith(" OUTSIDE")).length;
  const share = (100 * held / sets.length).toFixed(1);
  const sum = `all inside in ${held} of ${sets.length} sets (${share} %)`;
  if (lines.at(-1) !== sum) {
    throw new RangeError(
      `bench/detect_coverage.txt: expected "${sum}", found "${lines.at(-1)}"`,
    );
  }
  return { held, sets: sets.length, share };
}
