import {
  isSameValue,
  type RunNames,
  usualValue,
} from "../experiments/usual_value.ts";
import { conditionId } from "./cell.ts";

/**
 * Adds the run without a variation to varied runs. Its value of the varied setting is
 * that of its preset or of its experiment.
 *
 * @param name name of the variation
 * @param varied runs with this variation
 * @param plain runs without a variation
 * @param valueOf value of a varied run
 * @param atValue a plain run, described by this value
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

/** The key of a line; runs of one line differ only in the value. */
const lineOf = ({ experiment, preset, budget }: RunNames): string =>
  conditionId({ experiment, preset, budget });
