import type { Interval } from "../matching/intervals.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import {
  type Evidence,
  type Finding,
  findingsOf,
  type Verdict,
} from "./diagnose.ts";
import { evidenceOf } from "./evidence.ts";
import { finiteVerdictOf } from "./finite_verdict.ts";
import type { FiniteMap } from "../matching/finite_map.ts";
import { errorsUnmoved } from "../matching/explained.ts";
import { numbersTo, someFrames } from "../matching/frames.ts";
import { matchInParts } from "../matching/match_in_parts.ts";
import { alongFlow, type Searched } from "../matching/match_t.ts";
import { movable, type MovablePairs } from "../matching/movable.ts";
import type { RegisteredPairs } from "../matching/register_pairs.ts";
import type { FittedGenerator } from "../matching/registered_intervals.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** What the held-out pairs say about a fitted generator. */
export interface Judgement {
  /** The held-out pairs, read as the fitted ones are. */
  readonly images: MovablePairs;
  /** The t and the errors of the held-out pairs. */
  readonly matched: Searched;
  /** Errors of the held-out pairs where nothing is moved. */
  readonly errorsWithoutMotion: Float64Array;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  /** What relates the pairs instead of a flow; null if nothing that was tried. */
  readonly finiteMap: FiniteMap | null;
  /** Remarkable properties of the pairs, beside the verdict. */
  readonly findings: readonly Finding[];
}

/**
 * Judges a fitted generator by pairs that nothing was fitted to.
 *
 * @param held Numbers of these pairs.
 * @param agreement Share of the networks that led to this generator.
 */
export function* judge(
  pairs: WorkingPairs,
  basis: Basis,
  held: Uint32Array,
  { images: fitted, fit: { bound } }: RegisteredPairs,
  { alpha, intervals }: FittedGenerator,
  agreement: number,
): Pausable<Judgement> {
  const { kernel, threshold } = fitted;
  const images = movable(someFrames(pairs, held), { kernel, threshold });
  const all = numbersTo(images.count);
  const matched = yield* matchInParts(
    images,
    alongFlow(images, basis, alpha, bound),
    all,
  );
  const errorsWithoutMotion = errorsUnmoved(images, basis, all);
  const evidence = yield* evidenceOf(images, basis, alpha, {
    fitted,
    matched,
    errorsWithoutMotion,
    bound,
    uncertainty: widest(intervals),
    agreement,
  });
  return {
    images,
    matched,
    errorsWithoutMotion,
    evidence,
    ...yield* finiteVerdictOf(evidence, images, pairs),
    findings: [...pairs.findings, ...findingsOf(evidence)],
  };
}

/** Half of the widest interval. */
const widest = (intervals: readonly Interval[]): number =>
  intervals.reduce(
    (most, { low, high }) => Math.max(most, (high - low) / 2),
    0,
  );
