import type { Basis } from "../lie/basis.ts";
import { norm } from "../lie/basis.ts";
import type { MovablePairs } from "../matching/movable.ts";
import { digitMlp } from "../model/architectures.ts";
import { type Pausable, waitFor } from "../runtime/pausable.ts";
import { settleTfjs } from "../runtime/settle.ts";
import { TrainingFailed } from "../training/numerical_fault.ts";
import { paperSettings } from "../training/settings.ts";
import type { DetectOptions } from "./detect.ts";
import type { MethodScore } from "./detection.ts";
import { type Harness, scoreMethod } from "./methods.ts";
import { trainNetwork } from "./network.ts";
import { NETWORK_LENGTH } from "./candidate.ts";
import type { Stages } from "./stages.ts";
import { type NetworkStart, networkStart } from "./starts.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/**
 * Trains the paper's networks from several random starts. If a training fails, `onNote`
 * is called and the network is left out.
 */
export function* networkStarts(
  pairs: WorkingPairs,
  images: MovablePairs,
  basis: Basis,
  { seeds = 3, runtime, onNetworkStep, onNote = () => {} }: DetectOptions,
  { begin }: Stages,
): Pausable<NetworkStart[]> {
  if (runtime !== undefined) yield* waitFor(runtime());
  settleTfjs();
  const starts: NetworkStart[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const what = `network ${seed + 1} of ${seeds}`;
    const start = yield* orFailed(
      networkStart(pairs, images, basis, pairs.shares.fitted, {
        seed,
        onStep: begin(what, NETWORK_LENGTH),
        onNetworkStep: onNetworkStep && ((step) => onNetworkStep(step, seed)),
        onNote: (line) => onNote(`${what}: ${line}`),
      }),
      (line) => onNote(`${what} is left out: ${line}`),
    );
    if (start !== undefined) starts.push(start);
    yield;
  }
  return starts;
}

/**
 * Scores a network's answer without registration.
 *
 * @param network The best network; undefined if every training failed.
 * @param held Numbers of the held-out pairs.
 */
export function* networkScore(
  harness: Harness,
  network: NetworkStart | undefined,
  held: Uint32Array,
): Pausable<MethodScore> {
  const method = "network alone";
  if (network === undefined) return failedScore(method, 0);
  const { alpha, t, seconds } = network;
  return yield* scoreMethod(harness, {
    method,
    alpha,
    t: Float64Array.from(held, (pair) => t[pair]),
    seconds,
  });
}

/** The name of the paper's preset in tables and messages. */
const PAPER = "the paper's preset";

/** Trains the paper's own preset for comparison, and scores it. */
export function* paperScore(
  pairs: WorkingPairs,
  harness: Harness,
  steps: number,
  { onNote = () => {} }: DetectOptions,
  { begin }: Stages,
): Pausable<MethodScore> {
  const began = performance.now();
  const onStep = begin(PAPER, NETWORK_LENGTH);
  const answer = yield* orFailed(
    trainNetwork(pairs, harness.basis, pairs.shares.fitted, {
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

/** The score of a method whose training failed: it has no generator. */
const failedScore = (method: string, seconds: number): MethodScore => ({
  method: `${method} (training failed)`,
  explained: 0,
  angleDegrees: null,
  seconds,
});

/**
 * Runs a computation, and returns its result, or undefined if a training failed.
 *
 * @param onFailed Called with the reason.
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
