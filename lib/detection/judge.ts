import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { type GatheredEvidence, heldEvidence } from "./evidence.ts";
import { errorsUnmoved } from "../matching/explained.ts";
import { numbersTo, someFrames } from "../matching/frames.ts";
import { matchInParts } from "../matching/match_in_parts.ts";
import { alongFlow, type Searched } from "../matching/match_t.ts";
import { movable, type MovablePairs } from "../matching/movable.ts";
import { linearPeriod } from "../matching/period.ts";
import type { PairsFit } from "../matching/register_pairs.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** The evidence of the held-out pairs about a registered generator. */
export interface Judgement extends GatheredEvidence {
  /** The held-out pairs, with x0 read by the kernel of the fitted ones. */
  readonly images: MovablePairs;
  /** The t and the errors of the held-out pairs. */
  readonly matched: Searched;
  /** The errors of the held-out pairs without motion. */
  readonly errorsWithoutMotion: Float64Array;
  /** The largest |t| that was searched, at most half of the flow's period. */
  readonly bound: number;
}

/**
 * Evaluates a generator on the held-out pairs.
 *
 * @param alpha Coefficients of the generator, of norm 1.
 */
export function* judge(
  pairs: WorkingPairs,
  basis: Basis,
  alpha: Float64Array,
  { images: fitted, explained, fit }: PairsFit,
): Pausable<Judgement> {
  const { kernel, threshold, brightness } = fitted;
  const frames = { ...yield* someFrames(pairs, pairs.shares.held), brightness };
  const images = yield* movable(frames, { kernel, threshold });
  const all = numbersTo(images.count);
  const period = linearPeriod(basis, alpha) ?? Infinity;
  const bound = Math.min(fit.bound, period / 2);
  const along = yield* alongFlow(images, basis, alpha, bound);
  const matched = yield* matchInParts(images, along, all);
  const errorsWithoutMotion = yield* errorsUnmoved(images, basis, all);
  const gathered = yield* heldEvidence(images, basis, alpha, {
    fitted,
    explained,
    matched,
    errorsWithoutMotion,
    bound,
  });
  return { images, matched, errorsWithoutMotion, bound, ...gathered };
}
