import { pairChunks } from "../datasets/chunks.ts";
import type { Pairs } from "../datasets/types.ts";
import { fastestSpeed } from "../flow/orbit_table.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { evenly, type Frames, framesOf, numbersTo } from "./frames.ts";
import { chooseKernel, COMPARED } from "./kernel_choice.ts";
import { alongFlow } from "./match_t.ts";
import { matchFromInParts } from "./match_in_parts.ts";
import { movable, thresholdOf } from "./movable.ts";
import { linearPeriod } from "./period.ts";

/** The largest factor by which the usual bound of |t| is extended for a rotation. */
const MOST_TURN = 2;

/**
 * Computes the largest |t| that is searched. By then the fastest cell of the frame has
 * moved pi * sqrt(2) half-frames, as far as the corners move in half a turn. A rotation
 * about another point moves the farthest corner faster, so it is searched up to half a
 * period.
 */
export function farthestT(
  basis: Basis,
  alpha: ArrayLike<number>,
  { side }: Pick<Frames, "side">,
): number {
  const speed = fastestSpeed(basis, alpha, { height: side, width: side });
  const usual = Math.PI * Math.SQRT2 / Math.max(speed, 1e-6);
  const half = (linearPeriod(basis, alpha) ?? 0) / 2;
  return Math.max(usual, Math.min(half, MOST_TURN * usual));
}

/**
 * Finds the t at which each pair matches best under a given generator, at the images'
 * resolution: by Gauss-Newton from a start, and by a search along the whole flow if that
 * ends in a poor match.
 *
 * @param alpha Coefficients of norm 1.
 * @param start One t per pair, in the unit generator's time.
 * @returns One t per pair; the start's where all pixels have the same value.
 */
export function* refinedT(
  pairs: Pairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  start: ArrayLike<number>,
): Pausable<Float64Array> {
  const t = Float64Array.from(start);
  const sample = evenly(pairs.count, COMPARED);
  const some = yield* framesOf(pairs, sample);
  if (some === undefined) return t;
  const rough = yield* movable(some);
  const farthest = farthestT(basis, alpha, some);
  const along = yield* alongFlow(rough, basis, alpha, farthest);
  const { t: near } = yield* matchFromInParts(
    rough,
    along,
    [...sample.keys()],
    sample.map((pair) => start[pair]),
  );
  const kernel = yield* chooseKernel(some, basis, alpha, near);
  const how = { kernel, threshold: yield* thresholdOf(some) };
  for (const { start: first, pairs: part } of pairChunks(pairs)) {
    const frames = yield* framesOf(part);
    if (frames === undefined) continue;
    const matched = yield* matchFromInParts(
      yield* movable(frames, how),
      along,
      numbersTo(part.count),
      t.subarray(first, first + part.count),
    );
    t.set(matched.t, first);
  }
  return t;
}
