import { norm } from "../lie/basis.ts";
import { alphaOf, type Found } from "./found.ts";

/**
 * The parameter of a motion: t in units of the unit generator, or one number per
 * generator if several act.
 */
export type FlowTime = number | readonly number[];

/** A field, and the time for which it is followed. */
export interface TimedField {
  /** Coefficients in the basis; of norm 1 if several generators act. */
  readonly alpha: Float64Array;
  readonly t: number;
}

/**
 * Converts a parameter to a field and a time: the generator and t or, if several act,
 * the unit field of sum_k t_k G_k and its norm.
 *
 * @throws {RangeError} if the parameter is not a number for one generator, or not a list
 * of one finite number per generator
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
  const list = listOf(time);
  if (list?.length !== number || !list.every(Number.isFinite)) {
    throw new RangeError(
      `foundFlow: expected a list of ${number} finite numbers, one t per generator, found ${
        list ? `[${list.join(", ")}]` : JSON.stringify(time)
      }`,
    );
  }
  const sum = new Float64Array(found.coefficients.length);
  several.generators.forEach((generator, k) =>
    alphaOf(generator).forEach((value, i) => sum[i] += list[k] * value)
  );
  const t = norm(sum);
  return { alpha: t === 0 ? sum : sum.map((value) => value / t), t };
}

/** The parameter of the opposite motion. What is no parameter is left as it is. */
export function opposite(time: FlowTime): FlowTime {
  if (typeof time === "number") return -time;
  return listOf(time)?.map((part) => -part) ?? time;
}

/** The numbers of a list or of a typed array; undefined for anything else. */
function listOf(time: unknown): readonly number[] | undefined {
  const isList = Array.isArray(time) || ArrayBuffer.isView(time);
  return isList ? Array.from(time as ArrayLike<number>) : undefined;
}
