import { gaugeSign } from "../lie/gauge.ts";
import { memoryStacks } from "../datasets/memory_stack.ts";
import { somePlaces } from "../datasets/sequence_places.ts";
import type { StackPair } from "../datasets/open_images.ts";
import type { Pairs } from "../datasets/types.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import { modesOf } from "../evaluation/modes.ts";
import { type Basis, quadratic } from "../lie/basis.ts";
import { clustersOf } from "../matching/clusters.ts";
import { errorsAt, explainedEach, sumOf } from "../matching/explained.ts";
import { bestFit, type FirstOrderFit } from "../matching/first_order_fit.ts";
import { numbersTo, someFrames } from "../matching/frames.ts";
import {
  type Alternative,
  type Interval,
  jointIntervals,
} from "../matching/intervals.ts";
import { matchInParts } from "../matching/match_in_parts.ts";
import { alongFlow } from "../matching/match_t.ts";
import { movable, type MovablePairs } from "../matching/movable.ts";
import {
  type Beginning,
  type RegisteredPairs,
  registerPairs,
} from "../matching/register_pairs.ts";
import { variantsOf } from "../matching/variants.ts";
import { checkObject } from "../runtime/check_option.ts";
import { type Pausable, runPausable, waitFor } from "../runtime/pausable.ts";
import { checkDetectOptions } from "./check_options.ts";
import { describe } from "./describe.ts";
import type { Coefficient, Detection, MethodScore } from "./detection.ts";
import { BOUNDS, findingsOf, type Verdict, verdictOf } from "./diagnose.ts";
import { mapWithoutFlow, verdictWith } from "./finite_verdict.ts";
import { isUsable } from "./found.ts";
import { judge, type Judgement } from "./judge.ts";
import { type Harness, scoreMethod, trivialScores } from "./methods.ts";
import {
  NETWORK_LENGTH,
  networkScore,
  networkStarts,
  paperScore,
} from "./networks.ts";
import { picturesOf } from "./pictures.ts";
import { sharesOf } from "./shares.ts";
import { type Stages, stagesOf } from "./stages.ts";
import type { NetworkStart } from "./starts.ts";
import { readPairs, type WorkingPairs } from "./working_pairs.ts";

/** How pairs are looked at. */
export interface DetectOptions {
  /** Pairs that are looked at, at most; by default 5,000, at least 50. */
  readonly most?: number;
  /** By default all polynomials up to the second degree. */
  readonly basis?: Basis;
  /**
   * Whether the paper's networks are trained. True also compares the answer with
   * what they say alone, and with the paper's preset. By default they are trained
   * only where the registration without them matches badly, or its starts disagree.
   */
  readonly networks?: boolean;
  /**
   * Networks that are trained, each from another start, 1 to 100; by default 3.
   */
  readonly seeds?: number;
  /**
   * Steps of the paper's own preset, which is trained for comparison only; by
   * default 200, and 0 leaves it out.
   */
  readonly paperSteps?: number;
  /**
   * Starts the runtime that networks are trained with; called once, before the
   * first of them. By default it must have been started.
   */
  readonly runtime?: () => Promise<unknown>;
  /** Called with what is being done, and which share of all is done. */
  readonly onProgress?: (share: number, what: string) => void;
  /** Called with the answer once it is known, before its intervals are final. */
  readonly onAnswer?: (answer: FirstAnswer) => void;
  /**
   * Called where a training goes back to an earlier step, and where it fails: a
   * network is then left out, and the detection goes on.
   */
  readonly onNote?: (line: string) => void;
  /** Ends the detection, with the signal's reason as the error. */
  readonly signal?: AbortSignal;
}

/** What is known before the intervals are final. */
export type FirstAnswer = Pick<Detection, "verdict" | "description">;

/** Pairs that are looked at, where nothing else is said. */
export const MOST_PAIRS = 5000;

/**
 * Finds the generator that relates the images of pairs, how far each pair is
 * moved along it, and whether that is to be believed.
 *
 * A fit by first derivatives finds the basin. From there one field and one t per
 * pair are fitted to the pixels along the exact flow, by Levenberg and Marquardt's
 * method and by Newton steps on the match without the effect of noise. A quarter of
 * the pairs, at most 1,000, is held out, and everything is judged by these. Where
 * that matches badly, the networks of the paper, trained without labels, say where
 * else to begin; a runtime must then have been started, or `runtime` starts it.
 * Meanwhile timers, signals and other events get their turns.
 *
 * @param pairs In memory, or as `openPairs` gives them.
 * @throws UserError when a file is damaged, there are too few pairs, or all
 * images are the same.
 * @throws {TypeError} if an option has another type than it should have
 * @throws {RangeError} if an option is out of its range
 * @throws the signal's reason, once it is aborted
 *
 * @example
 * ```ts ignore
 * import { detect, openPairs } from "#lib/mod.ts";
 *
 * const found = await detect(await openPairs(["pairs.npz"]));
 * console.log(found.verdict.kind, found.description.name);
 * ```
 */
export async function detect(
  pairs: Pairs | StackPair,
  options: DetectOptions = {},
): Promise<Detection> {
  checkObject("detect: pairs", pairs);
  checkDetectOptions("detect", options);
  const { most = MOST_PAIRS, signal } = options;
  const stacks = "count" in pairs ? memoryStacks(pairs) : pairs;
  const working = await runPausable(
    waitFor(readPairs(stacks, most, 0)),
    { signal },
  );
  return await detectIn(working, options);
}

/**
 * `detect` for pairs that were read.
 *
 * In a notebook it runs in one synchronous stretch, so that Stop can end it
 * (see `runPausable`): the cell that calls it must not `await` anything before.
 *
 * @throws as `detect` does
 */
export async function detectIn(
  pairs: WorkingPairs,
  options: Omit<DetectOptions, "most"> = {},
): Promise<Detection> {
  checkDetectOptions("detectIn", options);
  return await runPausable(detecting(pairs, options), {
    signal: options.signal,
  });
}

/** Lengths of the stages, about their share of the time. */
const REGISTRATION = 5, HELD_OUT = 2, INTERVALS = 3;

/**
 * `detectIn` as a pausable computation. It yields between fits, between parts of a
 * match, and between training steps.
 */
export function* detecting(
  pairs: WorkingPairs,
  options: DetectOptions,
): Pausable<Detection> {
  const { basis = quadratic, onProgress = () => {}, onAnswer } = options;
  const { networks: wanted, seeds = 3, paperSteps = 200 } = options;
  const begun = performance.now();
  const stages = stagesOf(onProgress);
  const { begin, expect } = stages;
  const compared = wanted === true && paperSteps > 0;
  const withNetworks = seeds * NETWORK_LENGTH + REGISTRATION + HELD_OUT;
  expect(REGISTRATION + HELD_OUT + INTERVALS);
  if (wanted === true) expect(withNetworks);
  if (compared) expect(NETWORK_LENGTH);
  begin("registration", REGISTRATION);
  yield;
  const { held, fitted } = sharesOf(pairs.count, pairs.sequences);
  const clusters = pairs.sequences &&
    clustersOf(somePlaces(pairs.sequences, fitted));
  const spline = movable(someFrames(pairs, fitted));
  const task = { pairs, basis, held, fitted, clusters, spline, stages };
  let found = yield* candidate(task, []);
  found = (yield* fromSecond(task, found)) ?? found;
  found = (yield* withBrightness(task, found)) ?? found;
  let networks: NetworkStart[] = [];
  let finiteMap = yield* mapOf(task, found);
  const trained = wanted ?? (finiteMap === null && isDoubtful(found));
  if (trained) {
    if (wanted === undefined) expect(withNetworks);
    networks = yield* networkStarts(
      pairs,
      spline,
      basis,
      fitted,
      options,
      stages,
    );
    begin("registration", REGISTRATION);
    const other = yield* candidate(task, networks);
    if (other.registered.explained >= found.registered.explained) {
      found = other;
      finiteMap = yield* mapOf(task, found);
    }
  }
  const { registered, alpha, judgement } = found;
  const description = describe(basis, alpha, pairs.source);
  onAnswer?.({
    verdict: verdictWith(finiteMap, withIntervals(found, []).evidence),
    description,
  });

  begin("intervals", INTERVALS);
  yield;
  const variants = yield* variantsOf(found.spline, basis, registered);
  const { intervals, evidence } = withIntervals(found, variants);
  const verdict = verdictWith(finiteMap, evidence);
  const seconds = (performance.now() - begun) / 1000;

  const { images, matched, errorsWithoutMotion } = judgement;
  const explained = explainedEach(matched.errors, errorsWithoutMotion);
  const harness: Harness = {
    images,
    basis,
    errorsWithoutMotion,
    answer: alpha,
    t: matched.t,
    largest: judgement.bound,
  };
  const network = networks.length > 0 ? bestFit(networks) : undefined;
  const methods: MethodScore[] = [{
    method: "this answer",
    explained: evidence.explained,
    angleDegrees: 0,
    seconds,
  }];
  if (trained) methods.push(yield* networkScore(harness, network, held));
  if (compared) {
    methods.push(
      yield* paperScore(pairs, harness, fitted, paperSteps, options, stages),
    );
  }
  methods.push(
    yield* scoreMethod(harness, {
      method: "first-order Taylor",
      alpha: bestFit(registered.starts).alpha,
      seconds: 0,
    }),
    ...trivialScores(harness),
  );
  onProgress(1, "done");
  return {
    source: pairs.source,
    basis,
    coefficients: coefficientsOf(basis, alpha, intervals, verdict),
    description,
    verdict,
    evidence,
    finiteMap,
    findings: [...pairs.findings, ...findingsOf(evidence)],
    held: {
      indices: Uint32Array.from(held, (i) => pairs.indices[i]),
      t: matched.t,
      networkT: network === undefined
        ? new Float64Array(held.length).fill(NaN)
        : timesOf(network, alpha, held),
      explained,
    },
    modes: modesOf(matched.t),
    methods,
    pictures: picturesOf(
      pairs,
      held,
      images,
      basis,
      alpha,
      matched.t,
      explained,
    ),
  };
}

/** Pairs and what they are looked at for. */
interface Task {
  readonly pairs: WorkingPairs;
  readonly basis: Basis;
  /** Numbers of the pairs that judge the answer, and of those it is fitted to. */
  readonly held: Uint32Array;
  readonly fitted: Uint32Array;
  /** The cluster of each fitted pair, where pairs depend on each other. */
  readonly clusters: Uint32Array | undefined;
  /** The fitted pairs, x0 read by the cubic spline. */
  readonly spline: MovablePairs;
  readonly stages: Stages;
}

/** A generator that was registered, and what the held-out pairs say about it. */
interface Candidate {
  /** The pairs that it was registered with, x0 read by the cubic spline. */
  readonly spline: MovablePairs;
  readonly registered: RegisteredPairs;
  /** Unit coefficients, the one of the largest magnitude positive. */
  readonly alpha: Float64Array;
  readonly judgement: Judgement;
  /** Share of the starts that led to it. */
  readonly agreement: number;
  /** As the task has them. */
  readonly clusters: Uint32Array | undefined;
}

/**
 * Registers the fitted pairs.
 *
 * @param networks The best one is begun with, if there is one.
 * @param rough Where to begin without networks, as `registerPairs` has it.
 */
function* candidate(
  { pairs, basis, held, fitted, clusters, spline, stages }: Task,
  networks: readonly NetworkStart[],
  rough?: Beginning,
): Pausable<Candidate> {
  if (networks.length > 0) {
    const network = bestFit(networks);
    const { alpha } = network.fitted;
    rough = { alpha, t: timesOf(network, alpha, fitted) };
  }
  const registered = yield* registerPairs(spline, basis, 0, rough);
  const sign = gaugeSign(registered.alpha);
  const alpha = registered.alpha.map((value) => sign * value);
  stages.begin("held-out pairs", HELD_OUT);
  yield;
  const judgement = yield* judge(pairs, basis, alpha, held, registered);
  const starts = [...registered.starts, ...networks];
  return {
    spline,
    registered,
    alpha,
    judgement,
    agreement: agreementOf(starts, alpha),
    clusters,
  };
}

/** The second generator is begun with if it explains so much more than the first. */
const MORE_BY_SECOND = 0.1;

/**
 * The candidate that the second generator leads to, if that explains more than the
 * first: where few pairs move a little, first derivatives lead elsewhere.
 */
function* fromSecond(
  task: Task,
  found: Candidate,
): Pausable<Candidate | undefined> {
  const { alpha, bound, more } = found.judgement.second;
  if (more < MORE_BY_SECOND) return undefined;
  const { spline, basis, stages } = task;
  stages.expect(REGISTRATION + HELD_OUT);
  stages.begin("registration from a second start", REGISTRATION);
  const along = alongFlow(spline, basis, alpha, bound);
  const { t } = yield* matchInParts(spline, along, numbersTo(spline.count));
  const other = yield* candidate(task, [], { alpha, t });
  return other.registered.explained > found.registered.explained
    ? other
    : undefined;
}

/**
 * A gain and an offset per pair are looked at where a match leaves more than this
 * share of the change, and they are taken where they leave at most this share of the
 * errors: noise alone leaves 0.98, images of 28 cells without it 0.9 and more.
 */
const LEFT = 0.01, CLEARLY_BETTER = 0.7;

/**
 * The candidate with a gain and an offset of every pair eliminated, if these explain
 * much of what one without them leaves, and a flow the rest; else undefined.
 */
function* withBrightness(
  task: Task,
  { registered }: Candidate,
): Pausable<Candidate | undefined> {
  const { images, alpha, t, explained } = registered;
  if (1 - explained < LEFT) return undefined;
  const left = sumOf(registered.errors);
  const errors = errorsAt(
    { ...images, brightness: true },
    task.basis,
    alpha,
    t,
    numbersTo(images.count),
  );
  yield;
  if (sumOf(errors) > CLEARLY_BETTER * left) return undefined;
  task.stages.expect(REGISTRATION + HELD_OUT);
  task.stages.begin("registration with brightness", REGISTRATION);
  const spline = { ...task.spline, brightness: true };
  const other = yield* candidate({ ...task, spline }, [], registered);
  const better = sumOf(other.registered.errors) < CLEARLY_BETTER * left;
  const verdict = verdictOf(withIntervals(other, []).evidence);
  return better && isUsable({ verdict }) ? other : undefined;
}

const explainedBy = ({ judgement }: Candidate): number =>
  judgement.evidence.explained;

/** An answer that explains so much needs no start that agrees. */
const NEARLY_ALL = 0.95;

/** Whether networks could lead to a better answer. */
const isDoubtful = (found: Candidate): boolean =>
  explainedBy(found) < BOUNDS.wellExplained ||
  (found.agreement === 0 && explainedBy(found) < NEARLY_ALL);

/** The finite map that relates the pairs, where the candidate's flow does not. */
const mapOf = ({ pairs }: Task, found: Candidate) =>
  mapWithoutFlow(
    withIntervals(found, []).evidence,
    found.judgement.images,
    pairs,
  );

/** The intervals of a candidate's coefficients, and all evidence. */
function withIntervals(
  { registered, alpha, judgement, agreement, clusters }: Candidate,
  variants: readonly Alternative[],
) {
  const { fit } = registered;
  const turned = gaugeSign(fit.alpha, alpha) < 0;
  const intervals = jointIntervals(fit, variants, clusters).map((interval) =>
    turned ? { low: -interval.high, high: -interval.low } : interval
  );
  const uncertainty = widest(intervals);
  return {
    intervals,
    evidence: { ...judgement.evidence, uncertainty, agreement },
  };
}

/** Half of the widest interval. */
const widest = (intervals: readonly Interval[]): number =>
  intervals.reduce(
    (most, { low, high }) => Math.max(most, (high - low) / 2),
    0,
  );

/**
 * The coefficients with their intervals. Where there is no generator to be
 * uncertain of, those are all that a unit vector can have.
 */
function coefficientsOf(
  { terms }: Basis,
  alpha: Float64Array,
  intervals: readonly Interval[],
  verdict: Verdict,
): Coefficient[] {
  const usable = isUsable({ verdict });
  return terms.map(({ label }, k) => ({
    term: label,
    value: alpha[k],
    ...usable ? intervals[k] : { low: -1, high: 1 },
  }));
}

/** A network's t of pairs, of the sign that goes with the answer's. */
function timesOf(
  { alpha, t }: NetworkStart,
  answer: Float64Array,
  pairs: Uint32Array,
): Float64Array {
  const sign = gaugeSign(alpha, answer);
  return Float64Array.from(pairs, (pair) => sign * t[pair]);
}

/**
 * Short fits from different starts agree with the answer if they end this near to it,
 * in degrees: of clean pairs they end at 0.1 to 0.6, with noise of 0.3 of the range
 * at 2 to 12, and in other basins at 20 and more.
 */
const AGREEING = 10;

/** Share of the starts whose short fit ends near the answer. */
function agreementOf(
  starts: readonly FirstOrderFit[],
  alpha: Float64Array,
): number {
  const agreeing = starts.filter(({ fitted }) =>
    generatorScores(fitted.alpha, alpha).angleDegrees <= AGREEING
  );
  return agreeing.length / starts.length;
}
