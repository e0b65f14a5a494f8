import { quantile } from "d3-array";
import { alphaOf, checkUsable, type Found } from "../detection/found.ts";
import { pairsToLearnFrom } from "../detection/learned_t.ts";
import { linearPeriod } from "../matching/period.ts";
import {
  evenPoints,
  type FlowAxis,
  periodAxis,
  windowAxis,
} from "./flow_axis.ts";

/** How a found flow is laid out as points. */
export interface AxesOptions {
  /** Points per generator; by default 12 for one generator, 5 where several act. */
  readonly points?: number;
  /**
   * Which t the points cover: the "period" of the flow, or the "window" of the learned
   * distribution. By default the period where there is one and the learned t cover
   * more than half of it.
   */
  readonly over?: "period" | "window";
  /** A period that the caller knows, for example 2 for a shift of a scene that wraps. */
  readonly period?: number;
  /** Uses what was fitted although the verdict is that it is no generator. */
  readonly force?: boolean;
}

/** The part of a detection, or of an answer from `readAnswer`, that axes are made from. */
export type AxesFound = Pick<
  Found,
  "basis" | "coefficients" | "verdict" | "held" | "several"
>;

/** Points per generator by default. */
const POINTS = { one: 12, several: 5 };

/** The window holds all of the learned distribution but these tails. */
const TAIL = 0.02;

/**
 * The flow that was found as axes of points: one per generator. Motions along a flow
 * that has a period are exactly periodic, whatever t the points cover.
 *
 * @throws UserError where there is no generator to use, too few pairs tell how t is
 * distributed, or a term of the basis is no monomial.
 */
export function axesOf(
  found: AxesFound,
  options: AxesOptions = {},
): FlowAxis[] {
  if (!options.force) checkUsable("axesOf", found);
  const { basis, several } = found;
  const generators = several?.generators ?? [found];
  const {
    points = several === undefined ? POINTS.one : POINTS.several,
  } = options;
  return generators.map((generator, k) => {
    const alpha = alphaOf(generator);
    const period = options.period ?? linearPeriod(basis, alpha);
    const window = () => learnedWindow(found, k, options.force ?? false);
    if (period !== undefined && isWhole(period, options, window)) {
      return periodAxis(basis, alpha, points, period);
    }
    const [low, high] = window();
    return windowAxis(basis, alpha, evenPoints(low, high, points), period);
  });
}

/**
 * Whether the points go over the whole period. Where the caller does not say, they do if
 * the learned t cover more than half of it: the difference of two of them can then be
 * any t of the period, so that a window would see all of it, too.
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
 * From which to which t the pairs that the flow explains are moved, without tails.
 *
 * @param k Number of the generator.
 * @throws UserError where too few pairs tell how t is distributed.
 */
export function learnedWindow(
  { held, several }: AxesFound,
  k: number,
  force: boolean,
): [low: number, high: number] {
  const used = pairsToLearnFrom(held, force);
  const own = several === undefined || !several.areMixed
    ? used
    : used.filter((pair) => several.moving[pair] === k);
  const t = several === undefined
    ? own.map((pair) => held.t[pair])
    : own.map((pair) =>
      several.parameters[pair * several.generators.length + k]
    );
  return [quantile(t, TAIL)!, quantile(t, 1 - TAIL)!];
}
