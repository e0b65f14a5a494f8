import { memoryStacks } from "../datasets/memory_stack.ts";
import type { StackPair } from "../datasets/open_images.ts";
import type { Pairs } from "../datasets/types.ts";
import { gaugeSign } from "../evaluation/gauge.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import { modesOf } from "../evaluation/modes.ts";
import { type Basis, norm, quadratic } from "../lie/basis.ts";
import { digitMlp } from "../model/architectures.ts";
import { settleTfjs } from "../runtime/settle.ts";
import { paperSettings } from "../training/settings.ts";
import { describe } from "./describe.ts";
import type { Coefficient, Detection, MethodScore } from "./detection.ts";
import { findingsOf, type Verdict, verdictOf } from "./diagnose.ts";
import { evidenceOf } from "./evidence.ts";
import { explainedEach, unmoved } from "./explained.ts";
import { isUsable } from "./found.ts";
import { fitGenerator } from "./fit_generator.ts";
import type { Interval } from "./intervals.ts";
import { movable, type MovablePairs } from "./linearise.ts";
import { matchT } from "./match_t.ts";
import { type Harness, scoreMethod, trivialScores } from "./methods.ts";
import { trainNetwork } from "./network.ts";
import { picturesOf } from "./pictures.ts";
import { sharesOf } from "./shares.ts";
import { firstOrderStart, networkStart, type Start } from "./starts.ts";
import { readPairs, type WorkingPairs } from "./working_pairs.ts";

/** How pairs are looked at. */
export interface DetectOptions {
  /** Pairs that are looked at, at most; by default 5,000. */
  readonly most?: number;
  /** By default all polynomials up to the second degree. */
  readonly basis?: Basis;
  /** Networks that are trained, each from another start; by default 3. */
  readonly seeds?: number;
  /**
   * Steps of the paper's own preset, which is trained for comparison only; by
   * default 200, and 0 leaves it out.
   */
  readonly paperSteps?: number;
  /** Told what is being done, and which share of all is done. */
  readonly onProgress?: (share: number, what: string) => void;
}

/** Networks that end this near to the answer, in degrees, agree with it. */
const AGREEING = 3;

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
 *
 * @param pairs In memory, or as `openPairs` gives them.
 * @throws UserError when a file is damaged, there are too few pairs, or all
 * images are the same.
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
  const stacks = "count" in pairs ? memoryStacks(pairs) : pairs;
  const { most = MOST_PAIRS } = options;
  return detectIn(await readPairs(stacks, most, 0), options);
}

/**
 * The same of pairs that were read, in one stretch of JavaScript: a notebook's
 * Stop can end it.
 */
export function detectIn(
  pairs: WorkingPairs,
  {
    basis = quadratic,
    seeds = 3,
    paperSteps = 200,
    onProgress = () => {},
  }: Omit<DetectOptions, "most"> = {},
): Detection {
  settleTfjs();
  const images = movable(pairs);
  const { held, fitted, compared } = sharesOf(pairs.count);
  const stages = seeds + 3 + (paperSteps > 0 ? 1 : 0);
  let stage = 0;
  const within = (what: string) => (done: number, total: number) =>
    onProgress((stage + done / total) / stages, what);

  const networks: Start[] = [];
  for (let seed = 0; seed < seeds; seed++, stage++) {
    const told = within(`network ${seed + 1} of ${seeds}`);
    networks.push(
      networkStart(pairs, images, basis, fitted, compared, seed, told),
    );
  }
  within("first order")(0, 1);
  const plain = firstOrderStart(pairs, images, basis, compared, 0);
  stage++;
  within("registration")(0, 1);
  const begun = performance.now();
  const network = bestOf(networks);
  const best = bestOf([network, plain]);
  const answer = fitGenerator(pairs, images, basis, fitted, best.fitted);
  const seconds = (performance.now() - begun) / 1000;
  stage++;

  within("held-out pairs")(0, 1);
  const { alpha, intervals, largest } = answer;
  const matched = matchT(images, basis, alpha, held, largest);
  const still = unmoved(images, basis, held);
  const evidence = evidenceOf(pairs, images, basis, alpha, {
    fitted,
    held,
    matched,
    still,
    largest,
    uncertainty: widest(intervals),
    agreement: agreementOf(networks, alpha),
  });
  const verdict = verdictOf(evidence);
  const explained = explainedEach(matched.errors, still);
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
  const methods = [
    {
      method: "this answer",
      explained: evidence.explained,
      angleDegrees: 0,
      seconds: seconds +
        networks.reduce((sum, start) => sum + start.seconds, 0),
    },
    ...otherMethods(harness, network, plain),
    ...paperSteps > 0
      ? [
        paperScore(
          pairs,
          harness,
          fitted,
          paperSteps,
          within("paper's preset"),
        ),
      ]
      : [],
    ...trivialScores(harness),
  ];
  onProgress(1, "done");
  return {
    source: pairs.source,
    basis,
    coefficients: coefficientsOf(basis, alpha, intervals, verdict),
    description: describe(basis, alpha),
    verdict,
    evidence,
    findings: [...pairs.findings, ...findingsOf(evidence)],
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

/** Half of the widest interval. */
const widest = (intervals: readonly Interval[]): number =>
  intervals.reduce(
    (most, { low, high }) => Math.max(most, (high - low) / 2),
    0,
  );

const bestOf = (starts: readonly Start[]): Start =>
  starts.reduce((a, b) => b.fitted.error < a.fitted.error ? b : a);

/** A network's t of pairs; of the sign that goes with the answer's. */
function networkTimes(
  { alpha, t }: Start,
  answer: Float64Array,
  pairs: Uint32Array,
): Float64Array {
  const sign = gaugeSign(alpha, answer);
  return Float64Array.from(pairs, (pair) => sign * t![pair]);
}

function agreementOf(networks: readonly Start[], alpha: Float64Array): number {
  const agreeing = networks.filter(({ fitted }) =>
    generatorScores(fitted.alpha, alpha).angleDegrees <= AGREEING
  );
  return agreeing.length / networks.length;
}

/** What the parts of the method do alone. */
function otherMethods(
  harness: Harness,
  network: Start,
  plain: Start,
): MethodScore[] {
  const { seconds } = plain;
  return [
    {
      method: "network alone",
      alpha: network.alpha,
      t: Float64Array.from(harness.held, (pair) => network.t![pair]),
      seconds: network.seconds,
    },
    {
      method: "registration without a network",
      alpha: plain.fitted.alpha,
      seconds,
    },
    { method: "first-order Taylor", alpha: plain.alpha, seconds },
  ].map((candidate) => scoreMethod(harness, candidate));
}

function paperScore(
  pairs: WorkingPairs,
  harness: Harness,
  fitted: Uint32Array,
  steps: number,
  onStep: (done: number, total: number) => void,
): MethodScore {
  const began = performance.now();
  const settings = paperSettings({ basinSteps: 0, jointSteps: steps }, 1);
  const { alpha } = trainNetwork(
    pairs,
    harness.basis,
    fitted,
    { architecture: digitMlp, settings, seed: 0 },
    (step) => onStep(step, steps),
  );
  if (norm(alpha) === 0 || !alpha.every(Number.isFinite)) {
    return {
      method: "the paper's preset",
      explained: 0,
      angleDegrees: null,
      seconds: (performance.now() - began) / 1000,
    };
  }
  return scoreMethod(harness, {
    method: "the paper's preset",
    alpha,
    seconds: (performance.now() - began) / 1000,
  });
}
