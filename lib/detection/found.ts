import { checkObject, wrongType } from "../runtime/check_option.ts";
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

/**
 * Checks that an argument holds a field, or one per generator, as a detection does.
 *
 * @param by Name of the calling function, for the message.
 * @throws {TypeError} if it does not, for example if it is a parsed generator.json
 */
export function checkField(
  by: string,
  found: Pick<Found, "basis" | "coefficients" | "several">,
): void {
  const name = `${by}: found`;
  checkObject(name, found);
  const expected = "a detection or the result of readAnswer";
  const terms = found.basis?.terms?.length;
  const { generators } = found.several ?? { generators: [] };
  for (const { coefficients } of [found, ...generators]) {
    if (!Array.isArray(coefficients) || coefficients.length !== terms) {
      throw wrongType(
        `${name}, coefficients`,
        `one per term of its basis, in ${expected}`,
        coefficients,
      );
    }
    const values = coefficients.map((coefficient) => coefficient?.value);
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) continue;
    throw wrongType(
      `${name}, value of coefficient ${wrong}`,
      "a finite number",
      values[wrong],
    );
  }
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
