import { UserError } from "../runtime/errors.ts";
import type { Detection, SeveralGenerators } from "./detection.ts";

/**
 * The data that using a generator takes: a part of a detection, or of a file that was
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
    /** All generators and the parameters of each pair, if several generators act. */
    readonly several?: SeveralGenerators;
  };

/** The coefficients without their intervals, one per term. */
export function alphaOf({ coefficients }: Pick<Found, "coefficients">) {
  return Float64Array.from(coefficients, ({ value }) => value);
}

/** Whether the verdict lets the generator be used. */
export function isUsable({ verdict }: Pick<Found, "verdict">): boolean {
  return verdict.kind === "found" || verdict.kind === "weak";
}

/**
 * Checks that the verdict lets the generator be used.
 *
 * @param by Name of the calling function, for the message.
 * @throws UserError if the verdict is that there is no generator.
 */
export function checkUsable(
  by: string,
  found: Pick<Found, "verdict">,
): void {
  if (isUsable(found)) return;
  const { kind, reason } = found.verdict;
  throw new UserError(
    `${by}: expected a generator that was found, found the verdict "${kind}" (${reason}); { force: true } uses the fitted one nevertheless`,
  );
}
