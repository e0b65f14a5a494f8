import type { Interval } from "../matching/intervals.ts";
import { numbersTo, someFrames } from "../matching/frames.ts";
import { memoryStacks } from "../datasets/memory_stack.ts";
import type { StackPair } from "../datasets/open_images.ts";
import type { Pairs } from "../datasets/types.ts";
import { gaugeSign } from "../lie/gauge.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import { modesOf } from "../evaluation/modes.ts";
import { type Basis, norm, quadratic } from "../lie/basis.ts";
import { digitMlp } from "../model/architectures.ts";
import { checkObject } from "../runtime/check_option.ts";
import { type Pausable, runPausable, waitFor } from "../runtime/pausable.ts";
import { settleTfjs } from "../runtime/settle.ts";
import { TrainingFailed } from "../training/numerical_fault.ts";
import { paperSettings } from "../training/settings.ts";
import { checkDetectOptions } from "./check_options.ts";
import { describe } from "./describe.ts";
import type { Coefficient, Detection, MethodScore } from "./detection.ts";
import type { Verdict } from "./diagnose.ts";
import { explainedEach } from "../matching/explained.ts";
import { isUsable } from "./found.ts";
import { judge } from "./judge.ts";
import { movable } from "../matching/movable.ts";
import { registerPairs } from "../matching/register_pairs.ts";
import { registeredIntervals } from "../matching/registered_intervals.ts";
import {
  type Candidate,
  type Harness,
  scoreMethod,
  trivialScores,
} from "./methods.ts";
import { trainNetwork } from "./network.ts";
import { picturesOf } from "./pictures.ts";
import { sharesOf } from "./shares.ts";
import { firstOrderStart, networkStart, type Start } from "./starts.ts";
import { readPairs, type WorkingPairs } from "./working_pairs.ts";

/** How pairs are looked at. */
export interface DetectOptions {
  /** Pairs that are looked at, at most; by default 5,000, at least 50. */
  readonly most?: number;
  /** By default all polynomials up to the second degree. */
  readonly basis?: Basis;
  /**
   * Networks that are trained, each from another start, 1 to 100; by default 3.
   */
  readonly seeds?: number;
  /**
   * Steps of the paper's own preset, which is trained for comparison only; by
   * default 200, and 0 leaves it out.
   */
  readonly paperSteps?: number;
  /** Told what is being done, and which share of all is done. */
  readonly onProgress?: (share: number, what: string) => void;
  /**
   * Told where a training goes back to an earlier step, and where it fails: a
   * network is then left out, and the detection goes on.
   */
  readonly onNote?: (line: string) => void;
  /** Ends the detection, with the signal's reason as the error. */
  readonly signal?: AbortSignal;
}

/** Pairs that starts are compared by. */
const COMPARED = 300;

/** Networks that end this near to the answer, in degrees, agree with it. */
const AGREEING = 3;

/** Pairs that are looked at, where nothing else is said. */
export const MOST_PAIRS = 5000;

/**
 * Finds the generator that relates the images of pairs, how far each pair is
 * moved along it, and whether that is to be believed.
 *
 * The networks of the paper, trained without labels from random starts, and a fit
 * by first derivatives find the basin. From there one field and one t per pair are
 * fitted to the pixels along the exact flow, by Levenberg and Marquardt's method
 * and by Newton steps on the match without the effect of noise. A quarter of the
 * pairs, at most 1,000, is held out, and everything is judged by these. A runtime
 * must have been started.
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
 * import { detect, openPairs, startRuntime } from "#lib/mod.ts";
 *
 * await startRuntime();
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
  settleTfjs();
  return await runPausable(detecting(pairs, options), {
    signal: options.signal,
  });
}

/**
 * `detectIn` as a pausable computation. It yields between training steps and
 * between fits.
 */
export function* detecting(
  pairs: WorkingPairs,
  {
    basis = quadratic,
    seeds = 3,
    paperSteps = 200,
    onProgress = () => {},
    onNote = () => {},
  }: DetectOptions,
): Pausable<Detection> {
  const { held, fitted } = sharesOf(pairs.count);
  const spline = movable(someFrames(pairs, fitted));
  const compared = numbersTo(Math.min(COMPARED, fitted.length));
  const stages = seeds + 3 + (paperSteps > 0 ? 1 : 0);
  let stage = 0;
  const within = (what: string) => (done: number, total: number) =>
    onProgress((stage + done / total) / stages, what);

  const networks: Start[] = [];
  for (let seed = 0; seed < seeds; seed++, stage++) {
    const what = `network ${seed + 1} of ${seeds}`;
    const start = yield* orFailed(
      networkStart(pairs, spline, basis, fitted, compared, {
        seed,
        onStep: within(what),
        onNote: (line) => onNote(`${what}: ${line}`),
      }),
      (line) => onNote(`${what} is left out: ${line}`),
    );
    if (start !== undefined) networks.push(start);
    yield;
  }
  within("first order")(0, 1);
  const plain = yield* firstOrderStart(spline, basis, compared, 0);
  stage++;
  within("registration")(0, 1);
  yield;
  const begun = performance.now();
  const network = networks.length > 0 ? bestOf(networks) : undefined;
  const rough = network === undefined ? undefined : {
    alpha: network.fitted.alpha,
    t: timesOf(network, network.fitted.alpha, fitted),
  };
  const registered = yield* registerPairs(spline, basis, 0, rough);
  const answer = yield* registeredIntervals(spline, basis, registered);
  const seconds = (performance.now() - begun) / 1000;
  stage++;

  within("held-out pairs")(0, 1);
  yield;
  const { alpha, intervals } = answer;
  const {
    images,
    matched,
    errorsWithoutMotion,
    evidence,
    verdict,
    finiteMap,
    findings,
  } = yield* judge(
    pairs,
    basis,
    held,
    registered,
    answer,
    agreementOf(networks, seeds, alpha),
  );
  const explained = explainedEach(matched.errors, errorsWithoutMotion);
  stage++;
  const harness = {
    images,
    basis,
    errorsWithoutMotion,
    answer: alpha,
    t: matched.t,
    largest: registered.fit.bound,
  };
  yield;
  const methods: MethodScore[] = [
    {
      method: "this answer",
      explained: evidence.explained,
      angleDegrees: 0,
      seconds: [...networks, plain].reduce(
        (sum, start) => sum + start.seconds,
        seconds,
      ),
    },
    ...yield* otherMethods(harness, held, network, plain),
  ];
  if (paperSteps > 0) {
    const told = within(PAPER);
    methods.push(
      yield* paperScore(pairs, harness, fitted, paperSteps, told, onNote),
    );
    yield;
  }
  methods.push(...trivialScores(harness));
  onProgress(1, "done");
  return {
    source: pairs.source,
    basis,
    coefficients: coefficientsOf(basis, alpha, intervals, verdict),
    description: describe(basis, alpha),
    verdict,
    evidence,
    finiteMap,
    findings,
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

const bestOf = (starts: readonly Start[]): Start =>
  starts.reduce((a, b) => b.fitted.error < a.fitted.error ? b : a);

/**
 * What a computation returns, or undefined where a training of it failed.
 *
 * @param onFailed Told why.
 */
function* orFailed<T>(
  computation: Pausable<T>,
  onFailed: (why: string) => void,
): Pausable<T | undefined> {
  try {
    return yield* computation;
  } catch (error) {
    if (!(error instanceof TrainingFailed)) throw error;
    onFailed(error.message);
    return undefined;
  }
}

/** A network's t of pairs, of the sign that goes with the answer's. */
function timesOf(
  { alpha, t }: Start,
  answer: Float64Array,
  pairs: Uint32Array,
): Float64Array {
  const sign = gaugeSign(alpha, answer);
  return Float64Array.from(pairs, (pair) => sign * t![pair]);
}

/** A network that could not be trained does not agree. */
function agreementOf(
  networks: readonly Start[],
  seeds: number,
  alpha: Float64Array,
): number {
  const agreeing = networks.filter(({ fitted }) =>
    generatorScores(fitted.alpha, alpha).angleDegrees <= AGREEING
  );
  return agreeing.length / seeds;
}

/** What the parts of the method do alone. */
function* otherMethods(
  harness: Harness,
  held: Uint32Array,
  network: Start | undefined,
  plain: Start,
): Pausable<MethodScore[]> {
  const { seconds } = plain;
  const scores: MethodScore[] = [];
  if (network === undefined) scores.push(failedScore("network alone", 0));
  const candidates: Candidate[] = [
    ...network === undefined ? [] : [{
      method: "network alone",
      alpha: network.alpha,
      t: Float64Array.from(held, (pair) => network.t![pair]),
      seconds: network.seconds,
    }],
    {
      method: "registration without a network",
      alpha: plain.fitted.alpha,
      seconds,
    },
    { method: "first-order Taylor", alpha: plain.alpha, seconds },
  ];
  for (const candidate of candidates) {
    scores.push(yield* scoreMethod(harness, candidate));
  }
  return scores;
}

/** The row of a method whose training failed: it has no generator. */
const failedScore = (method: string, seconds: number): MethodScore => ({
  method: `${method} (training failed)`,
  explained: 0,
  angleDegrees: null,
  seconds,
});

/** What the paper's preset is called, in tables and messages. */
const PAPER = "the paper's preset";

function* paperScore(
  pairs: WorkingPairs,
  harness: Harness,
  fitted: Uint32Array,
  steps: number,
  onStep: (done: number, total: number) => void,
  onNote: (line: string) => void,
): Pausable<MethodScore> {
  const began = performance.now();
  const answer = yield* orFailed(
    trainNetwork(pairs, harness.basis, fitted, {
      architecture: digitMlp,
      settings: paperSettings({ basinSteps: 0, jointSteps: steps }, 1),
      seed: 0,
      onStep: (step) => onStep(step, steps),
      onNote: (line) => onNote(`${PAPER}: ${line}`),
    }),
    (line) => onNote(`${PAPER}: ${line}`),
  );
  const seconds = (performance.now() - began) / 1000;
  if (answer === undefined || norm(answer.alpha) === 0) {
    return failedScore(PAPER, seconds);
  }
  const { alpha } = answer;
  return yield* scoreMethod(harness, { method: PAPER, alpha, seconds });
}
