import { norm } from "../lie/basis.ts";
import { alphaOf, type Found } from "./found.ts";

/**
 * How far an image is moved: t in units of the unit generator, or one number per
 * generator where several act.
 */
export type FlowTime = number | readonly number[];

/** A field, and how long it is followed. */
export interface TimedField {
  /** Coefficients in the basis; of norm 1 where several generators act. */
  readonly alpha: Float64Array;
  readonly t: number;
}

/**
 * The field that moves an image: the generator for the time t, or the one field
 * sum_k t_k G_k for the time 1, which is its unit field for the time of its norm.
 *
 * @throws {RangeError} if it is no number for one generator, or no list of as many
 * finite numbers as there are generators
 */
export function timedField(
  found: Pick<Found, "coefficients" | "several">,
  time: FlowTime,
): TimedField {
  const { several } = found;
  if (several === undefined) {
    if (typeof time === "number") return { alpha: alphaOf(found), t: time };
    throw new RangeError(
      `foundFlow: expected one number t, as there is one generator, found ${
        JSON.stringify(time)
      }`,
    );
  }
  const number = several.generators.length;
  if (
    typeof time === "number" || time.length !== number ||
    !time.every(Number.isFinite)
  ) {
    throw new RangeError(
      `foundFlow: expected a list of ${number} finite numbers, one t per generator, found ${
        typeof time === "number" ? time : `[${time.join(", ")}]`
      }`,
    );
  }
  const sum = new Float64Array(found.coefficients.length);
  several.generators.forEach((generator, k) =>
    alphaOf(generator).forEach((value, i) => sum[i] += time[k] * value)
  );
  const t = norm(sum);
  return { alpha: t === 0 ? sum : sum.map((value) => value / t), t };
}
