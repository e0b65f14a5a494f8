import { deviation, quantile } from "d3-array";
import { generatorScores } from "../evaluation/generator_scores.ts";
import type { Basis } from "../lie/basis.ts";
import { largestMagnitude } from "../lie/coefficients.ts";
import { ambiguousShare } from "../matching/ambiguous_t.ts";
import { BOUNDS } from "./bounds.ts";
import type { Evidence } from "./diagnose.ts";
import type { GeneratorEvidence } from "./how_many.ts";
import {
  errorsUnmoved,
  explainedEach,
  matchesAt,
  shareExplained,
  sumOf,
} from "../matching/explained.ts";
import { firstOrder } from "../matching/first_order.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { numbersTo, withNext } from "../matching/frames.ts";
import { noiseFloor } from "../matching/noise_floor.ts";
import { matchInParts } from "../matching/match_in_parts.ts";
import { alongFlow, type Searched } from "../matching/match_t.ts";
import type { MovablePairs } from "../matching/movable.ts";
import { register, type Registered } from "../matching/registration.ts";

/** Inputs of the evidence. */
export interface Fit {
  /** Pairs that the generator was fitted to. */
  readonly fitted: MovablePairs;
  /** Share of the change of the fitted pairs that the generator explains. */
  readonly explained: number;
  /** Matches of the held-out pairs. */
  readonly matched: Searched;
  /** Errors of the held-out pairs without motion. */
  readonly errorsWithoutMotion: Float64Array;
  /** Bound of |t|. */
  readonly bound: number;
}

/** All evidence except that of intervals, other starts and one field per pair. */
export type HeldEvidence = Omit<
  Evidence,
  "uncertainty" | "agreement" | keyof GeneratorEvidence
>;

/** A generator that was fitted to the pairs that the first one explains worst. */
export interface SecondGenerator {
  /** Unit coefficients. */
  readonly alpha: Float64Array;
  /** Bound of |t|. */
  readonly bound: number;
  /**
   * The difference between the shares of the change of some fitted pairs that this
   * generator and the first one explain, each alone.
   */
  readonly more: number;
}

/** The evidence, and the second generator. */
export interface GatheredEvidence {
  readonly evidence: HeldEvidence;
  readonly second: SecondGenerator;
}

/**
 * Share of the pairs, explained worst by the first generator, that a second one is
 * fitted to, and the largest number of pairs that they are chosen from.
 */
const SECOND_SHARE = 0.5, SECOND_PAIRS = 600;

/** Number of rounds of the second generator's fit, and blurs of its starts, in cells. */
const SECOND_ROUNDS = 8, SECOND_BLURS = [1, 2];

/**
 * Gathers the evidence of held-out pairs about a generator.
 *
 * @param held The held-out pairs.
 */
export function* heldEvidence(
  held: MovablePairs,
  basis: Basis,
  alpha: Float64Array,
  fit: Fit,
): Pausable<GatheredEvidence> {
  const { matched, errorsWithoutMotion, bound } = fit;
  const all = numbersTo(held.count);
  const strangers = { ...held, xt: withNext(held.xt, held.side ** 2) };
  const chance = yield* matchInParts(
    strangers,
    yield* alongFlow(strangers, basis, alpha, bound),
    all,
  );
  const two = yield* bestOfTwo(held, basis, alpha, fit);
  const brightness = adjusted(held);
  const floor = yield* noiseFloor(held, basis, alpha, matched.t);
  const change = sumOf(errorsWithoutMotion);
  const most = largestMagnitude(matched.t);
  const evidence = {
    explained: shareExplained(matched.errors, errorsWithoutMotion, floor),
    noise: change > 0 ? Math.min(floor.unmoved / change, 1) : 0,
    explainedByChance: shareExplained(
      chance.errors,
      yield* errorsUnmoved(strangers, basis, all),
      floor,
    ),
    explainedByBrightness: brightness.explained,
    ...yield* gainsOf(held, basis, alpha, matched.t),
    explainedByTwo: shareExplained(two.errors, errorsWithoutMotion, floor),
    angleOfTwo: two.angle,
    change: brightness.change,
    spreadOfT: most > 0 ? deviation(matched.t)! / most : 0,
    ambiguousT: yield* ambiguousShare(held, basis, alpha, bound, matched),
  };
  return { evidence, second: two.second };
}

/** The held-out pairs' errors under the better of two generators. */
function* bestOfTwo(
  held: MovablePairs,
  basis: Basis,
  alpha: Float64Array,
  { fitted, explained: byFirst, matched, bound }: Fit,
) {
  // If one generator explains nearly all, a second one has nothing to explain.
  if (byFirst >= BOUNDS.nearlyAll) {
    return {
      second: { alpha, bound, more: 0 },
      errors: matched.errors,
      angle: 0,
    };
  }
  const some = numbersTo(Math.min(SECOND_PAIRS, fitted.count));
  const along = yield* alongFlow(fitted, basis, alpha, bound);
  const { errors } = yield* matchInParts(fitted, along, some);
  const unmoved = yield* errorsUnmoved(fitted, basis, some);
  const explained = explainedEach(errors, unmoved);
  const worst = numbersTo(some.length)
    .sort((a, b) => explained[a] - explained[b])
    .slice(0, Math.ceil(SECOND_SHARE * some.length));
  const fits: Registered[] = [];
  for (const sd of SECOND_BLURS) {
    const { alpha, t } = yield* firstOrder(fitted, basis, worst, sd, 1);
    fits.push(yield* register(fitted, basis, worst, alpha, t, SECOND_ROUNDS));
  }
  const second = fits.reduce((a, b) => (b.error < a.error ? b : a));
  const reach = Math.max(bound, 1.5 * largestMagnitude(second.t));
  const alongSecond = yield* alongFlow(held, basis, second.alpha, reach);
  const own = yield* matchInParts(fitted, alongSecond, some);
  const all = numbersTo(held.count);
  const other = yield* matchInParts(held, alongSecond, all);
  const more = shareExplained(own.errors, unmoved) -
    shareExplained(errors, unmoved);
  return {
    second: { alpha: second.alpha, bound: reach, more },
    errors: matched.errors.map((error, i) => Math.min(error, other.errors[i])),
    angle: generatorScores(second.alpha, alpha).angleDegrees,
  };
}

/** Quantiles of the pairs' gains; 1 if none are fitted. */
function* gainsOf(
  images: MovablePairs,
  basis: Basis,
  alpha: Float64Array,
  t: Float64Array,
): Pausable<Pick<Evidence, "gainLow" | "gainHigh">> {
  if (!images.brightness) return { gainLow: 1, gainHigh: 1 };
  const all = numbersTo(images.count);
  const { gains } = yield* matchesAt(images, basis, alpha, t, all);
  return { gainLow: quantile(gains, 0.1)!, gainHigh: quantile(gains, 0.9)! };
}

/**
 * Computes the share of the change that a gain and an offset per pair explain, and the
 * change as a share of the images' variation.
 */
function adjusted({ count, side, x0, xt }: MovablePairs) {
  const cells = side * side;
  let [left, changed, varied] = [0, 0, 0];
  for (let pair = 0; pair < count; pair++) {
    const a = x0.subarray(pair * cells, (pair + 1) * cells);
    const b = xt.subarray(pair * cells, (pair + 1) * cells);
    let [sa, sb, aa, ab, bb, difference] = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < cells; i++) {
      sa += a[i];
      sb += b[i];
      aa += a[i] * a[i];
      ab += a[i] * b[i];
      bb += b[i] * b[i];
      difference += (a[i] - b[i]) ** 2;
    }
    const va = aa - sa * sa / cells, vb = bb - sb * sb / cells;
    const vab = ab - sa * sb / cells;
    left += vb - (va > 0 ? vab * vab / va : 0);
    changed += difference;
    varied += va;
  }
  return {
    explained: changed > 0 ? 1 - left / changed : 0,
    change: varied > 0 ? changed / varied : 0,
  };
}
