import type { Pairs } from "../datasets/types.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { shareExplained } from "./explained.ts";
import { ownSide } from "./frame.ts";
import { framesOf, numbersTo } from "./frames.ts";
import { byBestKernel } from "./kernel_choice.ts";
import { matchFromInParts } from "./match_in_parts.ts";
import { alongFlow } from "./match_t.ts";
import { movable, type MovablePairs } from "./movable.ts";
import { polish } from "./polish.ts";
import {
  type Beginning,
  farHalf,
  type PairsFit,
  registerPairs,
} from "./register_pairs.ts";
import { reachOf } from "./registration.ts";
import { changes } from "./residuals.ts";

/**
 * Finds the generator of pairs at their own resolution: first on frames of at most 32
 * cells per side, then on finer ones, starting from that result.
 *
 * Memory grows with the number of cells of all pairs, so choose about `10^7 / side^2`
 * pairs.
 *
 * @param seed Seed of the random starts.
 * @param side Cells per side of the finer frames.
 * @returns Undefined if all pixels have the same value.
 */
export function* registerCoarseToFine(
  pairs: Pairs,
  basis: Basis,
  seed: number,
  side = ownSide(pairs),
): Pausable<PairsFit | undefined> {
  const coarse = yield* framesOf(pairs);
  if (coarse === undefined) return undefined;
  const near = yield* registerPairs(yield* movable(coarse), basis, seed);
  const fine = yield* framesOf(pairs, undefined, side);
  if (fine === undefined || fine.side === coarse.side) return near;
  return yield* registerFrom(yield* movable(fine), basis, near);
}

/**
 * Finds the generator from a start that is near to it.
 *
 * @param spline Pairs whose x0 is read by the cubic spline.
 * @param near The start: a generator, one t per pair, and the pairs to fit to.
 */
export function* registerFrom(
  spline: MovablePairs,
  basis: Basis,
  { alpha, t, usual }: Beginning & Pick<PairsFit, "usual">,
): Pausable<PairsFit> {
  const images = yield* byBestKernel(spline, basis, alpha, t, usual);
  const bound = reachOf(t);
  const pairs = farHalf(t, usual);
  const start = { alpha, t: Float64Array.from(pairs, (i) => t[i]) };
  const polished = yield* polish(
    images,
    basis,
    pairs,
    { ...start, blurs: [0, 0, 0, 0] },
    bound,
  );
  const all = numbersTo(t.length);
  const along = yield* alongFlow(images, basis, polished.alpha, bound);
  const matched = yield* matchFromInParts(images, along, all, t);
  const change = yield* changes(images, all);
  return {
    images,
    alpha: polished.alpha,
    ...matched,
    explained: shareExplained(matched.errors, change),
    usual,
    fit: { pairs, bound, ...polished },
  };
}
