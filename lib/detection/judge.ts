import type { Interval } from "../matching/intervals.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import {
  type Evidence,
  type Finding,
  findingsOf,
  type Verdict,
  verdictOf,
} from "./diagnose.ts";
import { evidenceOf } from "./evidence.ts";
import { errorsUnmoved } from "../matching/explained.ts";
import type { FittedGenerator } from "../matching/fit_generator.ts";
import { matchInParts } from "../matching/match_in_parts.ts";
import { alongFlow } from "../matching/match_t.ts";
import type { Searched } from "../matching/match_t.ts";
import type { Shares } from "./shares.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** What the held-out pairs say about a fitted generator. */
export interface Judgement {
  /** The t and the errors of the held-out pairs. */
  readonly matched: Searched;
  /** Errors of the held-out pairs where nothing is moved. */
  readonly errorsWithoutMotion: Float64Array;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  /** Remarkable properties of the pairs, beside the verdict. */
  readonly findings: readonly Finding[];
}

/**
 * Judges a fitted generator by pairs that nothing was fitted to.
 *
 * @param agreement Share of the networks that led to this generator.
 */
export function* judge(
  pairs: WorkingPairs,
  basis: Basis,
  { fitted, held }: Shares,
  { alpha, intervals, images, largest }: FittedGenerator,
  agreement: number,
): Pausable<Judgement> {
  const matched = yield* matchInParts(
    images,
    alongFlow(images, basis, alpha, largest),
    held,
  );
  const errorsWithoutMotion = errorsUnmoved(images, basis, held);
  const evidence = yield* evidenceOf(pairs, images, basis, alpha, {
    fitted,
    held,
    matched,
    errorsWithoutMotion,
    largest,
    uncertainty: widest(intervals),
    agreement,
  });
  return {
    matched,
    errorsWithoutMotion,
    evidence,
    verdict: verdictOf(evidence),
    findings: [...pairs.findings, ...findingsOf(evidence)],
  };
}

/** Half of the widest interval. */
const widest = (intervals: readonly Interval[]): number =>
  intervals.reduce(
    (most, { low, high }) => Math.max(most, (high - low) / 2),
    0,
  );
