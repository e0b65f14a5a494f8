import type { Pairs } from "../datasets/types.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { shareExplained } from "./explained.ts";
import { framesOf, numbersTo } from "./frames.ts";
import { byBestKernel } from "./kernel_choice.ts";
import { refineT } from "./match_t.ts";
import { movable, type MovablePairs, orbitsOf } from "./movable.ts";
import { polish } from "./polish.ts";
import {
  farHalf,
  type RegisteredPairs,
  registerPairs,
} from "./register_pairs.ts";
import { LONGEST_STEP, reachOf } from "./registration.ts";
import { changes } from "./residuals.ts";

/** A generator, one t per pair, and the share of the change that it explains. */
type Fine = Pick<RegisteredPairs, "alpha" | "t" | "explained">;

/**
 * Finds the generator of pairs at their own resolution: first on frames of at most
 * 32 cells per side, then from there on the frames of all pixels.
 *
 * Memory grows with the pixels of all pairs together, so choose about
 * `10^7 / (height * width)` of them.
 *
 * @param seed Of the random starts.
 * @param largestSide Images with a longer side, in pixels, are not looked at in
 * their own resolution.
 * @returns Undefined if all pixels have the same value.
 */
export function* registerCoarseToFine(
  pairs: Pairs,
  basis: Basis,
  seed: number,
  largestSide: number,
): Pausable<Fine | undefined> {
  const coarse = yield* framesOf(pairs);
  if (coarse === undefined) return undefined;
  const near = yield* registerPairs(yield* movable(coarse), basis, seed);
  const fine = yield* framesOf(pairs, undefined, largestSide);
  if (fine === undefined || fine.side === coarse.side) return near;
  return yield* registerFrom(yield* movable(fine), basis, near);
}

/** Finds the generator from an answer that is near it for every pair. */
function* registerFrom(
  spline: MovablePairs,
  basis: Basis,
  { alpha, t }: Fine,
): Pausable<Fine> {
  const images = yield* byBestKernel(spline, basis, alpha, t);
  const largest = reachOf(t);
  const far = farHalf(t);
  const start = { alpha, t: Float64Array.from(far, (i) => t[i]) };
  const found = yield* polish(
    images,
    basis,
    far,
    { ...start, blurs: [0, 0, 0, 0] },
    largest,
  );
  const all = numbersTo(t.length);
  const matched = yield* refineT(
    images,
    yield* orbitsOf(images, basis, found.alpha, largest, false),
    all,
    t,
    LONGEST_STEP * largest,
  );
  return {
    alpha: found.alpha,
    t: matched.t,
    explained: shareExplained(matched.errors, yield* changes(images, all)),
  };
}
