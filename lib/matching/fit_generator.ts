import type { Interval } from "../matching/intervals.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { gaugeSign } from "../lie/gauge.ts";
import type { Basis } from "../lie/basis.ts";
import { type Alternative, jointIntervals } from "./intervals.ts";
import { movable, type MovablePairs } from "./movable.ts";
import { matchInParts } from "./match_in_parts.ts";
import { alongFlow } from "./match_t.ts";
import type { Matched } from "./match_t.ts";
import { polish } from "./polish.ts";
import { fitFarPairs } from "./register_pairs.ts";
import { reachOf, type Registered } from "./registration.ts";
import type { Frames } from "./frames.ts";

/** A generator fitted to pairs, and its intervals. */
export interface FittedGenerator {
  /** Unit coefficients, the one of the largest magnitude positive. */
  readonly alpha: Float64Array;
  /** One per coefficient. */
  readonly intervals: readonly Interval[];
  /** The largest |t| that pairs are matched at. */
  readonly largest: number;
}

/** Extensions of the bound of t, at most; a bound that grows by less is none. */
const EXTENSIONS = 3, ENOUGH = 1.05;

/** Standard deviation of the blur of one variant, in cells. */
const VARIANT_BLUR = 1.5;

/**
 * Fits the generator to the pairs that move farthest, then again in three ways
 * that should not change it: through a wider blur, to all pairs, and with x0 and
 * xt exchanged. The intervals count both the scatter over other draws of pairs
 * and what these choices change.
 *
 * @param fitted Numbers of the pairs to fit to.
 * @param start A generator near the answer, and the t of some pairs.
 */
export function* fitGenerator(
  pairs: Frames,
  images: MovablePairs,
  basis: Basis,
  fitted: Uint32Array,
  start: Pick<Registered, "alpha" | "t">,
): Pausable<FittedGenerator> {
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
  const { kernel } = images;
  const back = movable({ ...pairs, x0: pairs.xt, xt: pairs.x0 }, { kernel });
  const again = [
    { pairs: farPairs, images, state: found, blur: VARIANT_BLUR },
    { pairs: fitted, images, state: { ...found, t: matched.t } },
    {
      pairs: farPairs,
      images: back,
      // What blurs xt beyond x0 sharpens x0 before xt, along the other's axes.
      state: {
        ...found,
        t: t.map((value) => -value),
        blurs: [-c, -d, -a, -b] as const,
      },
    },
  ];
  const variants: Alternative[] = [];
  for (const { pairs, images, state, blur } of again) {
    variants.push({
      pairs,
      ...yield* polish(images, basis, pairs, state, bound, blur),
    });
    yield;
  }
  const intervals = jointIntervals(found, variants);
  return gauged(alpha, intervals, largest);
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
  largest: number,
): FittedGenerator {
  if (gaugeSign(alpha) > 0) return { alpha, intervals, largest };
  return {
    alpha: alpha.map((value) => -value),
    intervals: intervals.map(({ low, high }) => ({ low: -high, high: -low })),
    largest,
  };
}
