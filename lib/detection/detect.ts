import { memoryStacks } from "../datasets/memory_stack.ts";
import type { StackPair } from "../datasets/open_images.ts";
import type { Pairs } from "../datasets/types.ts";
import { gaugeSign } from "../evaluation/gauge.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import { modesOf } from "../evaluation/modes.ts";
import { type Basis, norm, quadratic } from "../lie/basis.ts";
import { digitMlp } from "../model/architectures.ts";
import { checkObject } from "../runtime/check_option.ts";
import { type Pausable, runPausable, waitFor } from "../runtime/pausable.ts";
import { settleTfjs } from "../runtime/settle.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { TrainingFailed } from "../training/numerical_fault.ts";
import { paperSettings } from "../training/settings.ts";
import { checkDetectOptions } from "./check_options.ts";
import { describe } from "./describe.ts";
import type { Coefficient, Detection, MethodScore } from "./detection.ts";
import { type Verdict, verdictOf } from "./diagnose.ts";
import { evidenceOf } from "./evidence.ts";
import { unmoved } from "./explained.ts";
import { isUsable } from "./found.ts";
import { movable, type MovablePairs } from "./linearise.ts";
import { matchInParts } from "./match_in_parts.ts";
import { matchT } from "./match_t.ts";
import {
  type Candidate,
  type Harness,
  scoreMethod,
  trivialScores,
} from "./methods.ts";
import { trainNetwork } from "./network.ts";
import { normalQuantile } from "./normal_quantile.ts";
import { picturesOf } from "./pictures.ts";
import { reachOf, register, type Registered } from "./registration.ts";
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

/** Pairs that a generator is fitted to, and that it is judged by, at most. */
const MOST_FITTED = 3000, MOST_HELD = 1000, HELD_SHARE = 0.25;

/** Pairs in which starts are compared. */
const COMPARED = 300;

/** Rounds of the fit to all pairs, which starts near its end. */
const ROUNDS = 6;

/** The fit is made again with a wider blur, in cells, and in other ways. */
const OTHER_BLUR = 1.5, OTHER_ROUNDS = 2;

/** Networks that end this near to the answer, in degrees, agree with it. */
const AGREEING = 3;

/** How often the intervals may miss: any of them, not each. */
const MISSED = 0.05;

/** Pairs that are looked at, where nothing else is said. */
export const MOST_PAIRS = 5000;

/**
 * Finds the generator that relates the images of pairs, how far each pair is
 * moved along it, and whether that is to be believed.
 *
 * The networks of the paper find the basin, without labels and from random
 * starts; there one field and a t for every pair are fitted to the pixels by
 * Gauss and Newton's method, along the exact flow. A quarter of the pairs is
 * held out, and everything is judged by them. A runtime must have been started.
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
  const images = movable(pairs);
  const { held, fitted, compared } = shares(pairs.count);
  const stages = seeds + 3 + (paperSteps > 0 ? 1 : 0);
  let stage = 0;
  const within = (what: string) => (done: number, total: number) =>
    onProgress((stage + done / total) / stages, what);

  const networks: Start[] = [];
  for (let seed = 0; seed < seeds; seed++, stage++) {
    const what = `network ${seed + 1} of ${seeds}`;
    const start = yield* orFailed(
      networkStart(pairs, images, basis, fitted, compared, {
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
  const plain = yield* firstOrderStart(pairs, images, basis, compared, 0);
  stage++;
  within("registration")(0, 1);
  yield;
  const begun = performance.now();
  const network = networks.length > 0 ? bestOf(networks) : undefined;
  const best = bestOf([...networks, plain]);
  const answer = fitAll(pairs, images, basis, fitted, best);
  const seconds = (performance.now() - begun) / 1000;
  stage++;

  within("held-out pairs")(0, 1);
  yield;
  const { alpha, halfWidths, largest } = answer;
  const matched = yield* matchInParts(images, basis, alpha, held, largest);
  const still = unmoved(images, basis, held);
  const evidence = evidenceOf(pairs, images, basis, alpha, {
    held,
    matched,
    still,
    largest,
    uncertainty: halfWidths.reduce((a, b) => Math.max(a, b), 0),
    agreement: agreementOf(networks, seeds, alpha),
  });
  const verdict = verdictOf(evidence);
  const explained = matched.errors.map((error, i) =>
    still[i] > 0 ? 1 - error / still[i] : 0
  );
  stage++;
  const harness = {
    images,
    basis,
    held,
    still,
    answer: alpha,
    t: matched.t,
    largest,
  };
  yield;
  const methods: MethodScore[] = [
    {
      method: "this answer",
      explained: evidence.explained,
      angleDegrees: 0,
      seconds: seconds +
        networks.reduce((sum, start) => sum + start.seconds, 0),
    },
    ...yield* otherMethods(harness, network, plain),
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
    coefficients: coefficientsOf(basis, alpha, halfWidths, verdict),
    description: describe(basis, alpha),
    verdict,
    evidence,
    held: {
      indices: Uint32Array.from(held, (i) => pairs.indices[i]),
      t: matched.t,
      networkT: networkTimes(network, alpha, held),
      explained,
    },
    modes: modesOf(matched.t),
    methods,
    pictures: picturesOf(
      pairs,
      images,
      basis,
      alpha,
      held,
      matched.t,
      explained,
    ),
  };
}

/** Numbers of the pairs: held out, fitted to, and few of the latter. */
function shares(count: number) {
  const order = shuffled(count, randomStream(0, "held out"));
  const heldCount = Math.min(MOST_HELD, Math.ceil(HELD_SHARE * count));
  const fitted = order.slice(heldCount, heldCount + MOST_FITTED);
  return {
    held: order.slice(0, heldCount),
    fitted,
    compared: fitted.slice(0, COMPARED),
  };
}

/**
 * The coefficients with their intervals. Where there is no generator to be
 * uncertain of, those are all that a unit vector can have.
 */
function coefficientsOf(
  { terms }: Basis,
  alpha: Float64Array,
  halfWidths: Float64Array,
  verdict: Verdict,
): Coefficient[] {
  const usable = isUsable({ verdict });
  return terms.map(({ label }, k) => ({
    term: label,
    value: alpha[k],
    low: usable ? alpha[k] - halfWidths[k] : -1,
    high: usable ? alpha[k] + halfWidths[k] : 1,
  }));
}

/** From a start to the end, on all pairs that are fitted to. */
function fitAll(
  pairs: WorkingPairs,
  images: MovablePairs,
  basis: Basis,
  fitted: Uint32Array,
  start: Start,
) {
  const largest = reachOf(start.fitted.t);
  const near = matchT(images, basis, start.fitted.alpha, fitted, largest);
  const far = farHalf(near.t);
  const chosen = far.map((row) => fitted[row]);
  const t = far.map((row) => near.t[row]);
  const found = register(images, basis, chosen, start.fitted.alpha, t, ROUNDS);

  // What should not matter: the blur, which pairs, which image is moved.
  const { alpha } = found;
  const back = movable({ ...pairs, x0: pairs.xt, xt: pairs.x0 });
  const backT = found.t.map((value) => -value);
  const others = [
    register(images, basis, chosen, alpha, found.t, OTHER_ROUNDS, OTHER_BLUR),
    register(images, basis, fitted, alpha, near.t, OTHER_ROUNDS),
    register(back, basis, chosen, alpha, backT, OTHER_ROUNDS),
  ];
  const sign = gaugeSign(alpha);
  return {
    alpha: alpha.map((value) => sign * value),
    halfWidths: halfWidthsOf(found, others),
    largest,
  };
}

/**
 * The rows of the larger half of |t|. A motion of less than a cell depends on
 * how the images were interpolated: with PyTorch's bicubic kernel, which does
 * not keep a straight slope straight, small t alone are off by a degree, and the
 * large ones hold nearly all that there is to know.
 */
function farHalf(t: Float64Array): number[] {
  return Array.from(t.keys())
    .sort((a, b) => Math.abs(t[b]) - Math.abs(t[a]))
    .slice(0, Math.ceil(t.length / 2));
}

/**
 * Half of the intervals that hold all coefficients together in 95 of 100 cases
 * (Bonferroni): over other draws of the pairs, by the infinitesimal jackknife, a
 * bootstrap's limit (Efron 1982), and over choices that should not matter. What
 * those change is counted in standard errors and pooled over the coefficients,
 * as Birge's ratio does (1932): one of them may hide what others show.
 */
function halfWidthsOf(
  found: Registered,
  others: readonly Registered[],
): Float64Array {
  const terms = found.alpha.length;
  const factor = normalQuantile(MISSED / 2 / terms);
  const errors = found.alpha.map((_, k) =>
    Math.sqrt(found.covariance[k * (terms + 1)])
  );
  let squares = 0;
  for (const { alpha } of others) {
    errors.forEach((error, k) => {
      if (error > 0) squares += ((alpha[k] - found.alpha[k]) / error) ** 2;
    });
  }
  const ratio = Math.sqrt(1 + squares / terms);
  return errors.map((error) => factor * ratio * error);
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

/**
 * A network's t of pairs; of the sign that goes with the answer's. NaN where
 * there is no network.
 */
function networkTimes(
  network: Start | undefined,
  answer: Float64Array,
  pairs: Uint32Array,
): Float64Array {
  if (network === undefined) return new Float64Array(pairs.length).fill(NaN);
  const { alpha, t } = network;
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
      t: Float64Array.from(harness.held, (pair) => network.t![pair]),
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
