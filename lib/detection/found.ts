import { UserError } from "../runtime/errors.ts";
import type { Detection, SeveralGenerators } from "./detection.ts";

/**
 * What it takes to use a generator: part of a detection, or of a file that was
 * written from one (`readAnswer`).
 */
export type Found =
  & Pick<
    Detection,
    | "basis"
    | "coefficients"
    | "description"
    | "verdict"
    | "held"
    | "modes"
    | "labels"
  >
  & {
    /** Where several generators act: all of them, and what moves each pair. */
    readonly several?: SeveralGenerators;
  };

/** The coefficients alone, one per term. */
export function alphaOf({ coefficients }: Pick<Found, "coefficients">) {
  return Float64Array.from(coefficients, ({ value }) => value);
}

/** Whether the verdict lets the generator be used. */
export function isUsable({ verdict }: Pick<Found, "verdict">): boolean {
  return verdict.kind === "found" || verdict.kind === "weak";
}

/**
 * @param by The function that wants to use it, for the message.
 * @throws UserError where the verdict is that there is no generator.
 */
export function checkUsable(
  by: string,
  found: Pick<Found, "verdict">,
): void {
  if (isUsable(found)) return;
  const { kind, reason } = found.verdict;
  throw new UserError(
    `${by}: expected a generator that was found, found the verdict "${kind}" (${reason}); { force: true } uses what was fitted all the same`,
  );
}
