import { type Basis, norm } from "../lie/basis.ts";
import type { Coefficient } from "./detection.ts";
import { alphaOf } from "./found.ts";
import type { Entry } from "./json_entry.ts";

/**
 * The largest difference of the coefficients' norm from 1, because numbers may be
 * rounded.
 */
const NORM_TOLERANCE = 0.01;

/**
 * Reads the coefficients of a unit generator, entries `estimated` and `intervals`.
 *
 * @throws UserError that names the entry, the expected and the found value.
 */
export function readCoefficients(
  generator: Entry,
  basis: Basis,
): Coefficient[] {
  const ofTerms = (key: string) => {
    const entry = generator.entry(key);
    return checkedLength(entry, basis.terms.length, "one per term");
  };
  const intervals = ofTerms("intervals");
  const coefficients = ofTerms("estimated").map((estimated, k) => {
    const [low, high] = checkedLength(intervals[k], 2, "its ends");
    return {
      term: basis.terms[k].label,
      value: estimated.number(),
      ...intervalOf(intervals[k], low, high),
    };
  });
  const length = norm(alphaOf({ coefficients }));
  if (!(Math.abs(length - 1) <= NORM_TOLERANCE)) {
    generator.entry("estimated").fail("coefficients of norm 1", length);
  }
  return coefficients;
}

/** Reads the ends of an interval; null stands for an infinite end. */
function intervalOf(interval: Entry, from: Entry, to: Entry) {
  const low = from.numberOr(-Infinity), high = to.numberOr(Infinity);
  return low <= high
    ? { low, high }
    : interval.fail("the lower end before the upper one");
}

/**
 * Reads the entries of a list of a given length.
 *
 * @param why The meaning of the entries, for the message.
 * @throws UserError if the list has another length.
 */
export function checkedLength(
  entry: Entry,
  length: number,
  why: string,
): readonly Entry[] {
  const list = entry.list();
  if (list.length !== length) {
    entry.fail(`${length} entries, ${why}`, list.length);
  }
  return list;
}
