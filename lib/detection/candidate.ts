import { somePlaces } from "../datasets/sequence_places.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import type { Basis } from "../lie/basis.ts";
import { gaugeSign } from "../lie/gauge.ts";
import { clustersOf } from "../matching/clusters.ts";
import { registerFrom } from "../matching/coarse_to_fine.ts";
import { errorsAt, sumOf } from "../matching/explained.ts";
import { bestFit, type FirstOrderFit } from "../matching/first_order_fit.ts";
import { type Frames, numbersTo, someFrames } from "../matching/frames.ts";
import {
  type Alternative,
  type Interval,
  jointIntervals,
  widest,
} from "../matching/intervals.ts";
import { matchInParts } from "../matching/match_in_parts.ts";
import { alongFlow } from "../matching/match_t.ts";
import { movable, type MovablePairs } from "../matching/movable.ts";
import {
  type Beginning,
  type PairsFit,
  registerPairs,
} from "../matching/register_pairs.ts";
import { spacesLeft } from "../matching/several_generators.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { BOUNDS } from "./bounds.ts";
import {
  type Evidence,
  hasNoFlow,
  isLeftByOne,
  verdictOf,
} from "./diagnose.ts";
import { mapWithoutFlow } from "./finite_verdict.ts";
import { isUsable } from "./found.ts";
import { areSeveral, NOT_LOOKED_FOR, numberOfGenerators } from "./how_many.ts";
import { judge, type Judgement } from "./judge.ts";
import {
  type SeveralCandidate,
  severalEvidence,
  severalOf,
} from "./several_candidate.ts";
import type { Stages } from "./stages.ts";
import type { NetworkStart } from "./starts.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** Lengths of the stages, about proportional to their time. */
export const REGISTRATION = 5, HELD_OUT = 2, INTERVALS = 3;
const SEVERAL = 3;

/** Length of a network's training, in the same unit. */
export const NETWORK_LENGTH = 10;

/** Pairs, the basis of the search and the progress of a detection. */
export interface Task {
  readonly pairs: WorkingPairs;
  readonly basis: Basis;
  /** The cluster of each fitted pair, if pairs depend on each other. */
  readonly clusters: Uint32Array | undefined;
  /** The fitted pairs, with x0 read by the cubic spline. */
  readonly spline: MovablePairs;
  /**
   * The fitted pairs without another estimate of their static layer, if one was removed.
   */
  readonly otherwise?: Frames;
  readonly stages: Stages;
}

/** Prepares pairs for their registration. */
export function* taskOf(
  pairs: WorkingPairs,
  basis: Basis,
  stages: Stages,
): Pausable<Task> {
  const { fitted } = pairs.shares;
  const clusters = pairs.sequences &&
    clustersOf(somePlaces(pairs.sequences, fitted));
  const spline = yield* movable(yield* someFrames(pairs, fitted));
  return { pairs, basis, clusters, spline, stages };
}

/** A registered generator, and the evidence of the held-out pairs. */
export interface Candidate {
  /** All pairs of its resolution. */
  readonly pairs: WorkingPairs;
  /** The pairs that it was registered with, with x0 read by the cubic spline. */
  readonly spline: MovablePairs;
  readonly registered: PairsFit;
  /** The first-order fits at the coarse resolution. */
  readonly starts: readonly FirstOrderFit[];
  /** Unit coefficients, the one of the largest magnitude positive. */
  readonly alpha: Float64Array;
  readonly judgement: Judgement;
  /** All evidence; its intervals do not include the variants. */
  readonly evidence: Evidence;
  /** The clusters of the fitted pairs, as in the task. */
  readonly clusters: Uint32Array | undefined;
  /** Several generators, if one leaves much of the change. */
  readonly several?: SeveralCandidate;
}

/**
 * Registers the fitted pairs.
 *
 * @param networks Trained networks; the best one is the start, if there is one.
 * @param rough The start without networks, as in `registerPairs`.
 */
export function* candidate(
  task: Task,
  networks: readonly NetworkStart[],
  rough?: Beginning,
): Pausable<Candidate> {
  const { pairs, basis, spline } = task;
  if (networks.length > 0) {
    const network = bestFit(networks);
    const { alpha } = network.fitted;
    rough = { alpha, t: timesOf(network, alpha, pairs.shares.fitted) };
  }
  const registered = yield* registerPairs(spline, basis, 0, rough);
  const agreement = agreementOf(
    [...registered.starts, ...networks],
    registered.alpha,
  );
  return yield* judged(task, registered, registered.starts, agreement);
}

/** Evaluates a registered generator on the held-out pairs. */
function* judged(
  { pairs, basis, clusters, spline, stages }: Task,
  registered: PairsFit,
  starts: readonly FirstOrderFit[],
  agreement: number,
): Pausable<Candidate> {
  const sign = gaugeSign(registered.alpha);
  const alpha = registered.alpha.map((value) => sign * value);
  stages.begin("held-out pairs", HELD_OUT);
  yield;
  const judgement = yield* judge(pairs, basis, alpha, registered);
  const fit = { registered, alpha, clusters };
  const uncertainty = widest(yield* intervalsOf(fit, []));
  return {
    pairs,
    spline,
    starts,
    judgement,
    ...fit,
    evidence: {
      ...judgement.evidence,
      ...NOT_LOOKED_FOR,
      uncertainty,
      agreement,
    },
  };
}

/**
 * Adds the several generators of another candidate, and their evidence, to a candidate.
 */
export function withGeneratorsOf(
  { evidence, several }: Candidate,
  other: Candidate,
): Candidate {
  const {
    matchedByOwnFields,
    leftByGenerators,
    explainedTogether,
    leftByMixture,
  } = evidence;
  return {
    ...other,
    evidence: {
      ...other.evidence,
      matchedByOwnFields,
      leftByGenerators,
      explainedTogether,
      leftByMixture,
    },
    several,
  };
}

/**
 * Adds several generators to a candidate if one leaves much of the change: the evidence
 * for their number and, if there is such a number, a fit of that many.
 */
export function* withGenerators(
  { basis, clusters, stages }: Task,
  found: Candidate,
): Pausable<Candidate> {
  if (!isLeftByOne(found.evidence)) return found;
  stages.expect(SEVERAL);
  stages.begin("several generators", SEVERAL);
  const { registered: { images }, judgement } = found;
  const { matched, left, spaces } = yield* spacesLeft(
    images,
    judgement.images,
    basis,
  );
  const evidence = {
    ...found.evidence,
    matchedByOwnFields: matched,
    leftByGenerators: left,
  };
  const number = numberOfGenerators(evidence) ?? 0;
  if (number < 2) return { ...found, evidence };
  stages.expect(SEVERAL);
  stages.begin("registration of several generators", SEVERAL);
  const several = yield* severalOf(
    { images, held: judgement.images, basis, clusters },
    spaces[number - 1],
  );
  return {
    ...found,
    evidence: { ...evidence, ...severalEvidence(several) },
    several,
  };
}

/**
 * Refines a candidate on finer frames; undefined if the coarse frames show no flow, or
 * if the intervals do not get narrower.
 */
export function* onFinerFrames(
  { pairs, basis, stages }: Task,
  found: Candidate,
): Pausable<Candidate | undefined> {
  if (pairs.finer === undefined) return undefined;
  const { evidence: coarse, starts } = found;
  const isFlow = isUsable({ verdict: verdictOf(coarse) }) &&
    !hasNoFlow(coarse) && !areSeveral(coarse);
  if (!isFlow) return undefined;
  stages.expect(REGISTRATION + HELD_OUT);
  stages.begin("registration at a finer resolution", REGISTRATION);
  yield;
  const task = yield* taskOf(pairs.finer, basis, stages);
  const { brightness } = found.spline;
  const spline = { ...task.spline, brightness };
  const { alpha, t, usual } = found.registered;
  const near = {
    alpha,
    t: t.subarray(0, spline.count),
    usual: usual.filter((pair) => pair < spline.count),
  };
  const other = yield* judged(
    { ...task, spline },
    yield* registerFrom(spline, basis, near),
    starts,
    coarse.agreement,
  );
  const finer = withGeneratorsOf(found, other);
  return isUsable({ verdict: verdictOf(other.evidence) }) &&
      finer.evidence.uncertainty < coarse.uncertainty
    ? finer
    : undefined;
}

/**
 * Registers the pairs from the second generator, if that explains more than the first
 * one. If few pairs have a small motion, a first-order fit may end in another basin.
 */
export function* fromSecond(
  task: Task,
  found: Candidate,
): Pausable<Candidate | undefined> {
  const { alpha, bound, more } = found.judgement.second;
  if (more < BOUNDS.moreBySecond) return undefined;
  const { spline, basis, stages } = task;
  stages.expect(REGISTRATION + HELD_OUT);
  stages.begin("registration from a second start", REGISTRATION);
  const along = yield* alongFlow(spline, basis, alpha, bound);
  const { t } = yield* matchInParts(spline, along, numbersTo(spline.count));
  const other = yield* candidate(task, [], { alpha, t });
  return other.registered.explained > found.registered.explained
    ? other
    : undefined;
}

/**
 * Registers the pairs with a gain and an offset of every pair eliminated. The result is
 * undefined unless these explain much of what the candidate without them leaves, and a
 * flow explains the rest.
 */
export function* withBrightness(
  task: Task,
  { registered }: Candidate,
): Pausable<Candidate | undefined> {
  const { images, alpha, t, explained } = registered;
  if (1 - explained < BOUNDS.leftForBrightness) return undefined;
  const left = sumOf(registered.errors);
  const errors = yield* errorsAt(
    { ...images, brightness: true },
    task.basis,
    alpha,
    t,
    numbersTo(images.count),
  );
  // Two parameters also explain a part of the noise of small images.
  const share = BOUNDS.leftByBrightness * (1 - 4 / (images.side / 2) ** 2);
  if (sumOf(errors) > share * left) return undefined;
  task.stages.expect(REGISTRATION + HELD_OUT);
  task.stages.begin("registration with brightness", REGISTRATION);
  const spline = { ...task.spline, brightness: true };
  const other = yield* candidate({ ...task, spline }, [], registered);
  const better = sumOf(other.registered.errors) <= share * left;
  const verdict = verdictOf(other.evidence);
  return better && isUsable({ verdict }) ? other : undefined;
}

/** Whether networks could lead to a better answer. */
export const isDoubtful = ({ evidence }: Candidate): boolean =>
  !areSeveral(evidence) &&
  (evidence.explained < BOUNDS.wellExplained ||
    (evidence.agreement === 0 && evidence.explained < BOUNDS.nearlyAll));

/** Finds the finite map that relates the pairs, if the candidate's flow does not. */
export const mapOf = ({ pairs }: Task, { evidence, judgement }: Candidate) =>
  mapWithoutFlow(evidence, judgement.images, pairs);

/**
 * Computes the intervals of a candidate's coefficients, including the variants, and the
 * evidence with these.
 */
export function* withVariants(
  found: Candidate,
  variants: readonly Alternative[],
) {
  const intervals = yield* intervalsOf(found, variants);
  const uncertainty = widest(intervals);
  return { intervals, evidence: { ...found.evidence, uncertainty } };
}

function* intervalsOf(
  { registered, alpha, clusters }: Pick<
    Candidate,
    "registered" | "alpha" | "clusters"
  >,
  variants: readonly Alternative[],
): Pausable<Interval[]> {
  const { fit } = registered;
  const turned = gaugeSign(fit.alpha, alpha) < 0;
  const joint = yield* jointIntervals(fit, variants, clusters);
  return joint.map((interval) =>
    turned ? { low: -interval.high, high: -interval.low } : interval
  );
}

/** A network's t of pairs, with the sign that matches the answer's. */
export function timesOf(
  { alpha, t }: NetworkStart,
  answer: Float64Array,
  pairs: Uint32Array,
): Float64Array {
  const sign = gaugeSign(alpha, answer);
  return Float64Array.from(pairs, (pair) => sign * t[pair]);
}

/** The share of the starts whose short fit ends near the answer. */
function agreementOf(
  starts: readonly FirstOrderFit[],
  alpha: Float64Array,
): number {
  const agreeing = starts.filter(({ fitted }) =>
    generatorScores(fitted.alpha, alpha).angleDegrees <= BOUNDS.agreeing
  );
  return agreeing.length / starts.length;
}
