import { quantile } from "d3-array";
import {
  alphaOf,
  checkField,
  checkUsable,
  type Found,
} from "../detection/found.ts";
import { pairsToLearnFrom } from "../detection/learned_t.ts";
import { linearPeriod } from "../matching/period.ts";
import {
  checkInteger,
  checkNumber,
  checkObject,
} from "../runtime/check_option.ts";
import { oneOf, UserError } from "../runtime/errors.ts";
import {
  evenPoints,
  type FlowAxis,
  periodAxis,
  windowAxis,
} from "./flow_axis.ts";

/** All ranges of t that points may cover. */
const RANGES: readonly AxesOptions["over"][] = ["period", "window"];

/** Options of {@linkcode axesOf}. */
export interface AxesOptions {
  /**
   * Number of points per generator; by default 12 for one generator, and 5 if several
   * act.
   */
  readonly points?: number;
  /**
   * The range of t that the points cover: the "period" of the flow, or the "window" of
   * the learned distribution. By default it is the period if there is one and the
   * learned t cover more than half of it.
   */
  readonly over?: "period" | "window";
  /** A period that the caller knows, for example 2 for a shift of a scene that wraps. */
  readonly period?: number;
  /** Whether to use the fitted field although the verdict is that it is no generator. */
  readonly force?: boolean;
}

/** The part of a detection, or of the result of `readAnswer`, that axes are made from. */
export type AxesFound = Pick<
  Found,
  "basis" | "coefficients" | "verdict" | "held" | "several"
>;

/** Default number of points per generator. */
const POINTS = { one: 12, several: 5 };

/** Share of the learned distribution that lies beyond each end of the window. */
const TAIL = 0.02;

/**
 * Makes axes of the found flow, one per generator. Motions along a flow with a period
 * are exactly periodic, whatever range of t the points cover.
 *
 * @throws UserError if there is no usable generator, there are too few pairs to learn
 * the distribution of t from, the learned t are all the same, or a term of the basis is
 * no monomial.
 * @throws {TypeError} if an argument has another type than it should have
 * @throws {RangeError} if a number is out of its range
 */
export function axesOf(
  found: AxesFound,
  options: AxesOptions = {},
): FlowAxis[] {
  checkField("axesOf", found);
  checkAxesOptions(options);
  if (!options.force) checkUsable("axesOf", found);
  const { basis, several } = found;
  const generators = several?.generators ?? [found];
  const {
    points = several === undefined ? POINTS.one : POINTS.several,
  } = options;
  return generators.map((generator, k) => {
    const alpha = alphaOf(generator);
    const period = options.period ?? linearPeriod(basis, alpha);
    const window = () =>
      learnedWindow("axesOf", found, k, options.force ?? false);
    if (period !== undefined && isWhole(period, options, window)) {
      return periodAxis(basis, alpha, points, period);
    }
    const [low, high] = window();
    if (low === high && points > 1) {
      throw new UserError(
        `axesOf: expected learned t that differ from pair to pair, found ${low} in all of them`,
      );
    }
    return windowAxis(basis, alpha, evenPoints(low, high, points), period);
  });
}

/** The largest number of points per generator. */
export const MOST_POINTS = 1000;

function checkAxesOptions(options: AxesOptions): void {
  checkObject("axesOf: options", options);
  const { points, over, period } = options;
  if (points !== undefined) {
    checkInteger("axesOf: points", points, 1, MOST_POINTS);
  }
  if (over !== undefined) oneOf("axesOf: over", RANGES, over);
  if (period === undefined) return;
  checkNumber(
    "axesOf: period",
    period,
    "a finite number above 0",
    (period) => period > 0 && Number.isFinite(period),
  );
}

/**
 * Whether the points cover the whole period. By default they do if the learned t cover
 * more than half of it: the difference of two t can then be any t of the period.
 */
function isWhole(
  period: number,
  { over }: AxesOptions,
  window: () => readonly [low: number, high: number],
): boolean {
  if (over !== undefined) return over === "period";
  const [low, high] = window();
  return high - low > period / 2;
}

/**
 * Computes the range of the t of the pairs that the flow explains, without tails.
 *
 * @param by Name of the calling function, for the message.
 * @param k Index of the generator.
 * @throws UserError if there are too few pairs to learn the distribution of t from, or
 * none of them is moved by the generator.
 */
export function learnedWindow(
  by: string,
  { held, several }: AxesFound,
  k: number,
  force: boolean,
): [low: number, high: number] {
  const used = pairsToLearnFrom(by, held, force);
  const own = several === undefined || !several.areMixed
    ? used
    : used.filter((pair) => several.moving[pair] === k);
  if (own.length === 0) {
    throw new UserError(
      `${by}: expected held-out pairs that generator ${
        k + 1
      } moves and explains, found none`,
    );
  }
  const t = several === undefined
    ? own.map((pair) => held.t[pair])
    : own.map((pair) =>
      several.parameters[pair * several.generators.length + k]
    );
  return [quantile(t, TAIL)!, quantile(t, 1 - TAIL)!];
}
