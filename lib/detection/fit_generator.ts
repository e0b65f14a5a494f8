import type { Interval } from "../evaluation/bootstrap.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { gaugeSign } from "../evaluation/gauge.ts";
import type { Basis } from "../lie/basis.ts";
import { type Alternative, jointIntervals } from "./intervals.ts";
import { movable, type MovablePairs } from "./linearise.ts";
import { matchInParts } from "./match_in_parts.ts";
import type { Matched } from "./match_t.ts";
import { polish } from "./polish.ts";
import { reachOf, register, type Registered } from "./registration.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** A generator fitted to pairs, and its intervals. */
export interface FittedGenerator {
  /** Unit coefficients, the one of the largest magnitude positive. */
  readonly alpha: Float64Array;
  /** One per coefficient. */
  readonly intervals: readonly Interval[];
  /** The largest |t| that pairs are matched at. */
  readonly largest: number;
}

/** Rounds of the fit, which starts near its end. */
const ROUNDS = 6;

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
  pairs: WorkingPairs,
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
  const far = farHalf(matched.t);
  const farPairs = Uint32Array.from(far, (row) => fitted[row]);
  const farT = far.map((row) => matched.t[row]);
  const near = register(images, basis, farPairs, start.alpha, farT, ROUNDS);
  yield;
  const bound = Math.max(largest, reachOf(Float64Array.from(farT)));
  const found = yield* polish(images, basis, farPairs, near, bound);
  yield;
  const { alpha, t, softness } = found;
  const back = movable({ ...pairs, x0: pairs.xt, xt: pairs.x0 });
  const again = [
    { pairs: farPairs, images, state: found, blur: VARIANT_BLUR },
    { pairs: fitted, images, state: { ...found, t: matched.t } },
    {
      pairs: farPairs,
      images: back,
      state: { ...found, t: t.map((value) => -value), softness: -softness },
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
  const intervals = jointIntervals({ pairs: farPairs, ...found }, variants);
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
    const matched = yield* matchInParts(images, basis, alpha, fitted, largest);
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

/**
 * The rows of the larger half of |t|. A motion of less than a cell depends on
 * how the images were interpolated: with PyTorch's bicubic kernel, which does
 * not keep a straight slope straight, small t alone are off by a degree, and the
 * large ones hold nearly all that there is to know.
 */
function farHalf(t: Float64Array): number[] {
  return Array.from(t.keys())
    .sort((a, b) => Math.abs(t[b]) - Math.abs(t[a]))
    .slice(0, Math.ceil(t.length / 2));
}
