import { memoryStacks } from "../datasets/memory_stack.ts";
import type { StackPair } from "../datasets/stack_pair.ts";
import type { Pairs } from "../datasets/types.ts";
import { modesOf } from "../evaluation/modes.ts";
import { type Basis, quadratic } from "../lie/basis.ts";
import { bestFit } from "../matching/first_order_fit.ts";
import type { Interval } from "../matching/intervals.ts";
import { checkObject } from "../runtime/check_option.ts";
import { type Pausable, runPausable, waitFor } from "../runtime/pausable.ts";
import {
  candidate,
  fromSecond,
  HELD_OUT,
  INTERVALS,
  isDoubtful,
  mapOf,
  NETWORK_LENGTH,
  onFinerFrames,
  REGISTRATION,
  type Task,
  taskOf,
  timesOf,
  withBrightness,
  withGenerators,
  withGeneratorsOf,
} from "./candidate.ts";
import { checkDetectOptions } from "./check_options.ts";
import type { Coefficient, Detection, MethodScore } from "./detection.ts";
import { finalAnswer, firstDescription } from "./final_answer.ts";
import { findingsOf, type Verdict } from "./diagnose.ts";
import { verdictWith } from "./finite_verdict.ts";
import { isUsable } from "./found.ts";
import { areSeveral } from "./how_many.ts";
import { loadingNetworks } from "./load_networks.ts";
import { type Harness, scoreMethod, trivialScores } from "./methods.ts";
import type { NetworkStep } from "./network.ts";
import { picturesOf } from "./pictures.ts";
import { stagesOf } from "./stages.ts";
import { withoutStaticLayer } from "./static_layer.ts";
import type { NetworkStart } from "./starts.ts";
import { readPairs } from "./read_pairs.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** Options of {@linkcode detect}. */
export interface DetectOptions {
  /** The largest number of pairs that are used; by default 5,000, at least 8. */
  readonly most?: number;
  /** The basis of the search, by default all polynomials up to the second degree. */
  readonly basis?: Basis;
  /**
   * Whether the paper's networks are trained. True also compares the answer with theirs,
   * and with the paper's preset. By default they are trained only if the registration
   * without them matches badly, or its starts disagree.
   */
  readonly networks?: boolean;
  /**
   * Number of networks that are trained, each from another random start, 1 to 100; by
   * default 3.
   */
  readonly seeds?: number;
  /**
   * Number of steps of the paper's own preset, which is trained for comparison only; by
   * default 200, and 0 leaves it out.
   */
  readonly paperSteps?: number;
  /**
   * Starts the runtime that networks are trained with; called once, before the
   * first of them. By default it must have been started.
   */
  readonly runtime?: () => Promise<unknown>;
  /** Called with the share of the work that is done, and the present stage. */
  readonly onProgress?: (share: number, what: string) => void;
  /** Called with the answer once it is known, before its intervals are final. */
  readonly onAnswer?: (answer: FirstAnswer) => void;
  /** Called after every step of a network's training, with the network's number from 0. */
  readonly onNetworkStep?: (step: NetworkStep, network: number) => void;
  /**
   * Called if a training returns to an earlier step, and if it fails. A failed network
   * is left out, and the detection continues.
   */
  readonly onNote?: (line: string) => void;
  /** Ends the detection, with the signal's reason as the error. */
  readonly signal?: AbortSignal;
}

/** The part of the answer that is known before the intervals are final. */
export type FirstAnswer = Pick<Detection, "verdict" | "description">;

/** The default of the largest number of pairs that are used. */
export const MOST_PAIRS = 5000;

/**
 * Finds the generator that relates the images of pairs, the t of each pair, and a
 * verdict on whether the generator is real.
 *
 * A first-order fit finds the basin. From there one field and one t per pair are fitted
 * to the pixels along the exact flow, by Levenberg and Marquardt's method and by Newton
 * steps on the match without the effect of noise. A quarter of the pairs, at most 1,000,
 * is held out; all evidence comes from these. If they match badly, the networks of the
 * paper, trained without labels, provide other starts. A runtime must then have been
 * started, or `runtime` starts it. The function yields to timers, signals and other
 * events.
 *
 * @param pairs Pairs in memory, or the result of `openPairs`.
 * @throws UserError if a file is damaged, there are too few pairs, all images are the
 * same, or the terms of a basis cannot be told apart.
 * @throws {TypeError} if the pairs or an option have another type than they should have
 * @throws {RangeError} if an option is out of its range
 * @throws the signal's reason, once it is aborted
 *
 * @example
 * ```ts ignore
 * import { detect, openPairs } from "@neural-symmetry/detection";
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
  checkStacks(stacks);
  const working = await runPausable(
    waitFor(readPairs(stacks, most, 0)),
    { signal },
  );
  return await detectIn(working, options);
}

/** Checks that the stacks of pairs are two, with images of one size and number. */
function checkStacks({ x0, xt }: StackPair): void {
  checkObject("detect: pairs, x0", x0);
  checkObject("detect: pairs, xt", xt);
  for (const what of ["count", "height", "width", "channels"] as const) {
    if (x0[what] === xt[what]) continue;
    throw new RangeError(
      `detect: pairs: expected the same ${what} in x0 and xt, found ${
        x0[what]
      } and ${xt[what]}`,
    );
  }
}

/**
 * Runs `detect` on pairs that were already read.
 *
 * In a notebook it runs synchronously, so that Stop can end it (see `runPausable`). The
 * cell that calls it must not `await` anything before.
 *
 * @throws the errors of `detect`
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

/**
 * Runs `detectIn` as a pausable computation. It yields between fits, between parts of a
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
  let task: Task = yield* taskOf(pairs, basis, stages);
  let found = yield* candidate(task, []);
  found = (yield* fromSecond(task, found)) ?? found;
  ({ task, found } = (yield* withoutStaticLayer(task, found)) ??
    { task, found });
  found = (yield* withBrightness(task, found)) ?? found;
  let networks: NetworkStart[] = [];
  let finiteMap = yield* mapOf(task, found);
  if (finiteMap === null) found = yield* withGenerators(task, found);
  const trained = wanted ?? (finiteMap === null && isDoubtful(found));
  if (trained) {
    if (wanted === undefined) expect(withNetworks);
    const { networkStarts } = yield* loadingNetworks();
    networks = yield* networkStarts(
      task.pairs,
      task.spline,
      basis,
      options,
      stages,
    );
    begin("registration", REGISTRATION);
    const other = yield* candidate(task, networks);
    if (other.registered.explained >= found.registered.explained) {
      found = withGeneratorsOf(found, other);
      if (!areSeveral(found.evidence)) finiteMap = yield* mapOf(task, found);
    }
  }
  found = (yield* onFinerFrames(task, found)) ?? found;
  yield;
  const description = firstDescription(found, task, pairs.source);
  yield;
  const firstVerdict = verdictWith(finiteMap, found.evidence);
  onAnswer?.({ verdict: firstVerdict, description });

  begin("intervals", INTERVALS);
  yield;
  const answer = yield* finalAnswer(found, task, pairs.source);
  const { evidence, alpha, t } = answer;
  const verdict = verdictWith(finiteMap, evidence);
  const seconds = (performance.now() - begun) / 1000;

  const { images, matched, errorsWithoutMotion, bound } = found.judgement;
  const judges = found.pairs.shares.held.length;
  const held = pairs.shares.held.subarray(0, judges);
  const harness: Harness = {
    images,
    basis,
    errorsWithoutMotion,
    answer: found.alpha,
    t: matched.t,
    largest: bound,
  };
  const network = networks.length > 0 ? bestFit(networks) : undefined;
  const methods: MethodScore[] = [{
    method: "this answer",
    explained: found.several?.explained ?? evidence.explained,
    angleDegrees: 0,
    seconds,
  }];
  if (found.several !== undefined) {
    methods.push({
      method: "the best generator alone",
      explained: evidence.explained,
      angleDegrees: null,
      seconds: 0,
    });
  }
  if (trained) {
    const { networkScore, paperScore } = yield* loadingNetworks();
    methods.push(yield* networkScore(harness, network, held));
    if (compared) {
      methods.push(
        yield* paperScore(task.pairs, harness, paperSteps, options, stages),
      );
    }
  }
  methods.push(
    yield* scoreMethod(harness, {
      method: "first-order Taylor",
      alpha: bestFit(found.starts).alpha,
      seconds: 0,
    }),
    ...yield* trivialScores(harness),
  );
  onProgress(1, "done");
  return {
    source: pairs.source,
    basis,
    coefficients: coefficientsOf(basis, alpha, answer.intervals, verdict),
    description: answer.description,
    verdict,
    evidence,
    finiteMap,
    findings: [...task.pairs.findings, ...findingsOf(evidence)],
    held: {
      indices: Uint32Array.from(held, (i) => pairs.indices[i]),
      t,
      networkT: network === undefined
        ? new Float64Array(held.length).fill(NaN)
        : timesOf(network, alpha, held),
      explained: answer.explained,
    },
    modes: modesOf(t),
    methods,
    pictures: yield* picturesOf(
      found.pairs,
      images,
      basis,
      answer.motion,
      answer.explained,
    ),
    ...answer.several && { several: answer.several },
  };
}

/**
 * The coefficients with their intervals. If there is no generator, an interval is the
 * whole range of a unit vector's coefficient.
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
