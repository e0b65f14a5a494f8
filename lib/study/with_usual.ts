import {
  isSameValue,
  type RunNames,
  usualValue,
} from "../experiments/usual_value.ts";
import { conditionId } from "./cell.ts";

/**
 * What was varied, and beside it what was not, which has a value of the same thing,
 * too: that of its preset or of its experiment.
 *
 * @param name of the variation
 * @param varied of that variation
 * @param valueOf the value of one of those
 * @param atValue the same one with a value
 */
export function withUsual<T extends RunNames>(
  name: string,
  { varied, plain }: Readonly<Record<"varied" | "plain", readonly T[]>>,
  valueOf: (one: T) => string,
  atValue: (one: T, value: string) => T,
): T[] {
  const lines = Map.groupBy(varied, lineOf);
  const usual = plain.flatMap((one) => {
    const line = lines.get(lineOf(one));
    const value = line && usualValue(name, one);
    if (value === undefined) return [];
    const isThere = line!.some((other) => isSameValue(valueOf(other), value));
    return isThere ? [] : [atValue(one, value)];
  });
  return [...varied, ...usual];
}

/** What differs in nothing but the value. */
const lineOf = ({ experiment, preset, budget }: RunNames): string =>
  conditionId({ experiment, preset, budget });
