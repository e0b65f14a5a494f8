import { deviation, extent, mean } from "d3-array";
import type { VectorField } from "../lie/basis.ts";

/** Formats a number with three significant digits. */
export const threeDigits = (value: number): string =>
  String(Number(value.toPrecision(3))).replaceAll("-", "−");

/** Joins texts to a list: "a, b and c". */
export const listInWords = (texts: Iterable<string>): string =>
  new Intl.ListFormat("en-GB").format(texts);

/** Formats a number of things: "1 row", "2 rows". */
export const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? "" : "s"}`;

/**
 * Describes values with three significant digits: "mean 0.1, standard deviation 0.02,
 * from 0 to 0.3".
 */
export function spreadInWords(values: ArrayLike<number>): string {
  const list = Array.from(values);
  const [low, high] = extent(list) as [number, number];
  const largest = Math.max(-low, high);
  const middle = mean(list)!;
  // The mean of values symmetric about 0 is a rounding error.
  const isZero = Math.abs(middle) < 1e-12 * largest;
  return `mean ${threeDigits(isZero ? 0 : middle)}, standard deviation ${
    threeDigits(deviation(list) ?? 0)
  }, from ${threeDigits(low)} to ${threeDigits(high)}`;
}

/**
 * Formats a value with its interval: "0.2 (0.1 to 0.3)", or "0.2" if an end of the
 * interval is missing or not finite.
 */
export function intervalInWords(
  value: number,
  interval?: { readonly low: number; readonly high: number } | null,
): string {
  const { low = NaN, high = NaN } = interval ?? {};
  return Number.isFinite(low) && Number.isFinite(high)
    ? `${threeDigits(value)} (${threeDigits(low)} to ${threeDigits(high)})`
    : threeDigits(value);
}

/** Largest number of coefficients in the description of a generator. */
const LARGEST = 4;

/**
 * Lists the coefficients of largest magnitude, for example "y ∂x −0.707, x ∂y 0.707".
 *
 * @param write Formats the coefficient of a term, given its index.
 */
export function largestInWords(
  terms: readonly string[],
  values: ArrayLike<number>,
  write = (k: number) => threeDigits(values[k]),
): string {
  return terms.map((term, k) => ({ term, k }))
    .toSorted((a, b) => Math.abs(values[b.k]) - Math.abs(values[a.k]))
    .slice(0, LARGEST)
    .map(({ term, k }) => `${term} ${write(k)}`)
    .join(", ");
}

/**
 * Points at which a field is described, in half-frames: the middle, right of it and
 * below it.
 */
const PLACES = [[0, 0], [0.5, 0], [0, 0.5]] as const;

/**
 * Describes a field at three points, for example "(0, 0) at (0, 0), (0, 0.354) at
 * (0.5, 0)".
 */
export const fieldInWords = (field: VectorField): string =>
  listInWords(
    PLACES.map(([x, y]) =>
      `${vectorInWords(field(x, y))} at ${vectorInWords([x, y])}`
    ),
  );

/**
 * Formats a vector with three decimals; smaller differences are not visible in the
 * arrows.
 */
const vectorInWords = (vector: readonly [number, number]): string =>
  vector.every(Number.isFinite)
    ? `(${
      vector.map((value) => threeDigits(Number(value.toFixed(3)))).join(", ")
    })`
    : "not finite";
