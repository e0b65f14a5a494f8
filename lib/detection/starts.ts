import type { Basis } from "../lie/basis.ts";
import type { Architecture } from "../model/architectures.ts";
import type { Pausable } from "../runtime/pausable.ts";
import {
  gradientSettings,
  type TrainingSettings,
} from "../training/settings.ts";
import { firstOrderFit } from "../matching/first_order_fit.ts";
import type { MovablePairs } from "../matching/movable.ts";
import { trainNetwork } from "./network.ts";
import { register, type Registered } from "../matching/registration.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** A generator from which a fit may begin, and what a short fit makes of it. */
export interface Start {
  readonly kind: "network" | "first order";
  /** Unit coefficients before the fit. */
  readonly alpha: Float64Array;
  /** What the network says of every pair there is. */
  readonly t?: Float64Array;
  /** The generator after a few rounds on the compared pairs. */
  readonly fitted: Registered;
  readonly seconds: number;
}

/**
 * The preset `without-registration` with few steps, small batches and a slim autoencoder:
 * alpha and t are wanted, not crisp images.
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

/** Rounds of the short fit. */
const ROUNDS = 8;

/** Who is told of a network's training. */
export interface NetworkStartOptions {
  readonly seed: number;
  /** Called with the steps done, and how many there are. */
  readonly onStep: (done: number, total: number) => void;
  /** Told once, where the training goes back to an earlier step. */
  readonly onNote?: (line: string) => void;
}

/**
 * The networks of the paper, trained in this project's way.
 *
 * @param images The pairs that it is trained on.
 * @param fitted Their numbers.
 * @param compared Which of them the short fit is made to.
 * @throws TrainingFailed where numbers are not finite whatever the step.
 */
export function* networkStart(
  pairs: WorkingPairs,
  images: MovablePairs,
  basis: Basis,
  fitted: Uint32Array,
  compared: readonly number[],
  { seed, onStep, onNote }: NetworkStartOptions,
): Pausable<Start> {
  const began = performance.now();
  const { alpha, t } = yield* trainNetwork(pairs, basis, fitted, {
    architecture: ARCHITECTURE,
    settings: SETTINGS,
    seed,
    onStep: (step) => onStep(step, SETTINGS.steps),
    onNote,
  });
  const times = Float64Array.from(compared, (row) => t[fitted[row]]);
  return {
    kind: "network",
    alpha,
    t,
    fitted: register(images, basis, compared, alpha, times, ROUNDS),
    seconds: (performance.now() - began) / 1000,
  };
}

/** The series cut off after its first term, and what a short fit makes of it. */
export function* firstOrderStart(
  images: MovablePairs,
  basis: Basis,
  compared: readonly number[],
  seed: number,
): Pausable<Start> {
  const began = performance.now();
  const fit = yield* firstOrderFit(images, basis, compared, seed);
  const seconds = (performance.now() - began) / 1000;
  return { kind: "first order", ...fit, seconds };
}
