import { someFrames } from "./frames.ts";
import { chooseKernel } from "./kernel_choice.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { gaugeSign } from "../lie/gauge.ts";
import type { Basis } from "../lie/basis.ts";
import {
  type Alternative,
  type Interval,
  jointIntervals,
} from "./intervals.ts";
import { movable, type MovablePairs } from "./movable.ts";
import { matchInParts } from "./match_in_parts.ts";
import { alongFlow, type Matched } from "./match_t.ts";
import { polish } from "./polish.ts";
import { fitFarPairs } from "./register_pairs.ts";
import { reachOf, type Registered, type State } from "./registration.ts";

/** A generator fitted to pairs, and its intervals. */
export interface FittedGenerator {
  /** Unit coefficients, the one of the largest magnitude positive. */
  readonly alpha: Float64Array;
  /** One per coefficient. */
  readonly intervals: readonly Interval[];
  /** The largest |t| that pairs are matched at. */
  readonly largest: number;
  /** The pairs, x0 read by the kernel that made xt, where there is one. */
  readonly images: MovablePairs;
}

/** Numbers of pairs, by purpose. */
export interface FittedShares {
  /** The generator is fitted to these. */
  readonly fitted: Uint32Array;
  /** Some of the fitted ones, which the start was fitted to. */
  readonly compared: Uint32Array;
}

/** Extensions of the bound of t, at most; a bound that grows by less is none. */
const EXTENSIONS = 3, ENOUGH = 1.05;

/** Another fit that should give the same generator. */
interface Variant {
  readonly pairs: Uint32Array;
  readonly images: MovablePairs;
  /** Where it begins. */
  readonly state: State;
  /** Standard deviation of the blur of residuals, in cells. */
  readonly blur?: number;
}

/** Standard deviation of the blur of one variant, in cells. */
const VARIANT_BLUR = 1.5;

/**
 * Fits the generator to the pairs that move farthest, then again in three ways
 * that should not change it: through a wider blur, to all pairs, and with x0 and
 * xt exchanged, unless a kernel shows that xt was made from x0. The intervals count both the scatter over other draws of pairs
 * and what these choices change.
 *
 * @param spline Pairs whose x0 is read by the cubic spline.
 * @param start A generator near the answer, and the t of the compared pairs.
 */
export function* fitGenerator(
  spline: MovablePairs,
  basis: Basis,
  { fitted, compared }: FittedShares,
  start: Pick<Registered, "alpha" | "t">,
): Pausable<FittedGenerator> {
  const kernel = yield* chooseKernel(
    someFrames(spline, compared),
    basis,
    start.alpha,
    start.t,
  );
  const images = kernel === spline.kernel
    ? spline
    : movable(spline, { kernel });
  yield;
  const { largest, matched } = yield* matchInReach(
    images,
    basis,
    fitted,
    start,
  );
  const found = yield* fitFarPairs(
    images,
    basis,
    fitted,
    start.alpha,
    matched.t,
    largest,
  );
  yield;
  const { alpha, t, bound, pairs: farPairs, blurs: [a, b, c, d] } = found;
  const again: Variant[] = [
    { pairs: farPairs, images, state: found, blur: VARIANT_BLUR },
    { pairs: fitted, images, state: { ...found, t: matched.t } },
  ];
  // Where another kernel than the spline made xt of x0, it does not make x0 of xt.
  if (images === spline) {
    again.push({
      pairs: farPairs,
      images: movable({ ...images, x0: images.xt, xt: images.x0 }),
      // Exchanged, the blurs change their sign, and their axes are the other image's.
      state: {
        ...found,
        t: t.map((value) => -value),
        blurs: [-c, -d, -a, -b],
      },
    });
  }
  const variants: Alternative[] = [];
  for (const { pairs, images, state, blur } of again) {
    variants.push({
      pairs,
      ...yield* polish(images, basis, pairs, state, bound, blur),
    });
    yield;
  }
  const intervals = jointIntervals(found, variants);
  return { ...gauged(alpha, intervals), largest, images };
}

/**
 * The t of all fitted pairs at the start's generator. Where many of them lie at the
 * end of what is looked at, it is looked at farther: a start by first derivatives
 * has too small t.
 */
function* matchInReach(
  images: MovablePairs,
  basis: Basis,
  fitted: Uint32Array,
  { alpha, t }: Pick<Registered, "alpha" | "t">,
): Pausable<{ readonly largest: number; readonly matched: Matched }> {
  let largest = reachOf(t);
  for (let extension = 0;; extension++) {
    const matched = yield* matchInParts(
      images,
      alongFlow(images, basis, alpha, largest),
      fitted,
    );
    const wanted = reachOf(matched.t);
    if (wanted <= largest * ENOUGH || extension === EXTENSIONS) {
      return { largest, matched };
    }
    largest = wanted;
  }
}

/** Gives alpha and intervals the sign of {@linkcode gaugeSign}. */
function gauged(
  alpha: Float64Array,
  intervals: readonly Interval[],
): Pick<FittedGenerator, "alpha" | "intervals"> {
  if (gaugeSign(alpha) > 0) return { alpha, intervals };
  return {
    alpha: alpha.map((value) => -value),
    intervals: intervals.map(({ low, high }) => ({ low: -high, high: -low })),
  };
}
