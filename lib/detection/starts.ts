import type { Basis } from "../lie/basis.ts";
import type { Architecture } from "../model/architectures.ts";
import type { Pausable } from "../runtime/pausable.ts";
import {
  gradientSettings,
  type TrainingSettings,
} from "../training/settings.ts";
import type { FirstOrderFit } from "../matching/first_order_fit.ts";
import { numbersTo } from "../matching/frames.ts";
import type { MovablePairs } from "../matching/movable.ts";
import { type NetworkStep, trainNetwork } from "./network.ts";
import { register } from "../matching/registration.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** A network's generator, a short fit from it, and its t of every pair. */
export interface NetworkStart extends FirstOrderFit {
  readonly t: Float64Array;
  readonly seconds: number;
}

/**
 * The preset `without-registration` with few steps, small batches and a small
 * autoencoder, because only alpha and t are used, not the images.
 */
const SETTINGS: TrainingSettings = {
  ...gradientSettings({ basinSteps: 200, jointSteps: 200 }),
  batchSize: 256,
};
const ARCHITECTURE: Architecture = {
  hidden: [128, 64],
  tHidden: [256, 128, 64],
  latentSize: 5,
  latentChannels: 1,
};

/** The largest number of pairs of the short fit, and its number of rounds. */
const COMPARED = 300, ROUNDS = 8;

/** Options of {@linkcode networkStart}. */
export interface NetworkStartOptions {
  readonly seed: number;
  /** Called with the number of steps done, and of all steps. */
  readonly onStep: (done: number, total: number) => void;
  /** Called after every step with what can be seen of the training. */
  readonly onNetworkStep?: (step: NetworkStep) => void;
  /** Called once if the training returns to an earlier step. */
  readonly onNote?: (line: string) => void;
}

/**
 * Trains the networks of the paper with this project's settings, and makes a short fit
 * to the first of the pairs from their generator.
 *
 * @param images The pairs that they are trained on.
 * @param fitted Numbers of these pairs.
 * @throws TrainingFailed if numbers are not finite for any learning rate.
 */
export function* networkStart(
  pairs: WorkingPairs,
  images: MovablePairs,
  basis: Basis,
  fitted: Uint32Array,
  { seed, onStep, onNetworkStep, onNote }: NetworkStartOptions,
): Pausable<NetworkStart> {
  const began = performance.now();
  const { alpha, t } = yield* trainNetwork(pairs, basis, fitted, {
    architecture: ARCHITECTURE,
    settings: SETTINGS,
    seed,
    onStep: (step) => onStep(step, SETTINGS.steps),
    onNetworkStep,
    onNote,
  });
  const compared = numbersTo(Math.min(COMPARED, fitted.length));
  const times = compared.map((row) => t[fitted[row]]);
  return {
    alpha,
    t,
    fitted: yield* register(images, basis, compared, alpha, times, ROUNDS),
    seconds: (performance.now() - began) / 1000,
  };
}
