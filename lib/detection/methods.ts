import { deviation, extent, mean } from "d3-array";
import { generatorScores } from "../evaluation/generator_scores.ts";
import type { Basis } from "../lie/basis.ts";
import { randomStream, standardNormal } from "../random/streams.ts";
import type { Pausable } from "../runtime/pausable.ts";
import type { MethodScore } from "./detection.ts";
import { errorsAt, shareExplained } from "../matching/explained.ts";
import { numbersTo } from "../matching/frames.ts";
import type { MovablePairs } from "../matching/movable.ts";
import { matchInParts } from "../matching/match_in_parts.ts";
import { alongFlow } from "../matching/match_t.ts";

/** Held-out pairs, and the answer that methods are compared with. */
export interface Harness {
  readonly images: MovablePairs;
  readonly basis: Basis;
  /** Errors of the held-out pairs without motion. */
  readonly errorsWithoutMotion: Float64Array;
  /** Coefficients of the answer, of norm 1. */
  readonly answer: Float64Array;
  /** The t of every held-out pair. */
  readonly t: Float64Array;
  /** The largest |t| that is searched. */
  readonly largest: number;
}

/** A generator, with a t for every held-out pair if the method has one. */
export interface MethodCandidate {
  readonly method: string;
  readonly alpha: Float64Array;
  /** The t of every held-out pair; by default the best one along the flow. */
  readonly t?: Float64Array;
  readonly seconds: number;
}

/** Computes the share of the held-out pairs' change that a method explains. */
export function* scoreMethod(
  harness: Harness,
  candidate: MethodCandidate,
): Pausable<MethodScore> {
  const { images, basis, largest } = harness;
  const all = numbersTo(images.count);
  const { alpha, t } = candidate;
  const errors = t === undefined
    ? (yield* matchInParts(
      images,
      yield* alongFlow(images, basis, alpha, largest),
      all,
    )).errors
    : yield* errorsAt(images, basis, alpha, t, all);
  return scoreOf(harness, candidate, errors);
}

/** @param errors Errors of the held-out pairs at the method's t. */
const scoreOf = (
  { errorsWithoutMotion, answer }: Harness,
  { method, alpha, seconds }: MethodCandidate,
  errors: Float64Array,
): MethodScore => ({
  method,
  explained: shareExplained(errors, errorsWithoutMotion),
  angleDegrees: generatorScores(alpha, answer).angleDegrees,
  seconds,
});

/**
 * Scores two baselines: the found generator with random t, drawn from a normal or a
 * uniform distribution that is fitted to the found t.
 */
export function* trivialScores(harness: Harness): Pausable<MethodScore[]> {
  const { t, answer } = harness;
  const stream = randomStream(0, "trivial t");
  const gauss = standardNormal(stream);
  const [centre, sd] = [mean(t)!, deviation(t)!];
  const [low, high] = extent(t) as [number, number];
  const draws = {
    "t drawn from a normal distribution": () => centre + sd * gauss(),
    "t drawn from a uniform distribution": () => low + (high - low) * stream(),
  };
  const { images, basis } = harness;
  const all = numbersTo(images.count);
  const scores: MethodScore[] = [];
  for (const [method, draw] of Object.entries(draws)) {
    const drawn = t.map(() => draw());
    const errors = yield* errorsAt(images, basis, answer, drawn, all);
    const candidate = { method, alpha: answer, seconds: 0 };
    scores.push({
      ...scoreOf(harness, candidate, errors),
      angleDegrees: null,
    });
  }
  return scores;
}
