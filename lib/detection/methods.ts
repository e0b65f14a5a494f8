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
  /** Errors of the held-out pairs where nothing is moved. */
  readonly errorsWithoutMotion: Float64Array;
  /** Unit coefficients. */
  readonly answer: Float64Array;
  /** Of every held-out pair. */
  readonly t: Float64Array;
  /** No t beyond that is looked at. */
  readonly largest: number;
}

/** A generator, with a t for every held-out pair if the method has one. */
export interface MethodCandidate {
  readonly method: string;
  readonly alpha: Float64Array;
  /** By default the best one that is found along the flow. */
  readonly t?: Float64Array;
  readonly seconds: number;
}

/** How much of the held-out pairs' change a method explains. */
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

/** @param errors Of the held-out pairs, at the method's t. */
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
 * The found generator with t of no pair in particular: drawn from a normal or a
 * uniform distribution that knows two numbers of the found t.
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
