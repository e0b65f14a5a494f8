import { choosePairs } from "../datasets/choose_pairs.ts";
import type { Pairs } from "../datasets/types.ts";
import type { Basis } from "../lie/basis.ts";
import type { Architecture } from "../model/architectures.ts";
import { networkT, tensorValues } from "../model/network_t.ts";
import { createPixelFlow } from "../model/pixel_flow.ts";
import { createModel, disposeModel } from "../model/symmetry_model.ts";
import { type Pausable, runPausable } from "../runtime/pausable.ts";
import { readsLater } from "../runtime/reads_later.ts";
import { stagesWithSteps } from "../training/schedule.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { training } from "../training/train.ts";
import { createTrainer } from "../training/trainer.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** The generator and the t of pairs that a trained network gives. */
export interface NetworkAnswer {
  /** Coefficients of the generator, of norm 1. */
  readonly alpha: Float64Array;
  /** The t of every pair, whether or not it was used in training. */
  readonly t: Float64Array;
}

/** Options of {@linkcode trainNetwork}. */
export interface NetworkTraining {
  readonly architecture: Architecture;
  readonly settings: TrainingSettings;
  readonly seed: number;
  /** Called after every step with the number of steps done. */
  readonly onStep: (step: number) => void;
  /** Called after every step with what can be seen of the training. */
  readonly onNetworkStep?: (step: NetworkStep) => void;
  /** Called once if the training returns to an earlier step. */
  readonly onNote?: (line: string) => void;
}

/** The state of a training after a step. */
export interface NetworkStep {
  /** Number of steps done, from 1. */
  readonly step: number;
  /** Number of all steps. */
  readonly steps: number;
  /** The loss of this step. */
  readonly loss: number;
  /** The stages of the training, each with its first step. */
  readonly stages: readonly { readonly step: number; readonly label: string }[];
  /** Computes the t-network's present t of a few pairs, in the unit generator's time. */
  readonly estimate: () => Promise<Float32Array>;
}

/** Largest number of pairs whose t is shown while a network is trained. */
const SHOWN_PAIRS = 512;

/**
 * Trains the paper's networks on some pairs, and evaluates them on all.
 *
 * @param chosen Numbers of the pairs that they are trained on.
 * @throws TrainingFailed if numbers are not finite for any learning rate.
 */
export function* trainNetwork(
  pairs: WorkingPairs,
  basis: Basis,
  chosen: Uint32Array,
  { architecture, settings, seed, onStep, onNetworkStep, onNote }:
    NetworkTraining,
): Pausable<NetworkAnswer> {
  const { side, surroundings } = pairs;
  const pixelFlow = createPixelFlow(
    basis,
    side,
    settings.matching.grid,
    surroundings,
  );
  const model = createModel({
    ...architecture,
    basis,
    imageSize: side * side,
    pairSize: 2 * pixelFlow.frame ** 2,
  }, seed);
  const batchSize = Math.min(settings.batchSize, chosen.length);
  const trainer = createTrainer(
    model,
    pixelFlow,
    choosePairs(asPairs(pairs), chosen),
    { ...settings, batchSize },
    seed,
  );
  const waits = readsLater();
  const shown = choosePairs(asPairs(pairs), chosen.subarray(0, SHOWN_PAIRS));
  const watched = {
    steps: settings.steps,
    stages: stagesWithSteps(settings)
      .map(({ stage, step }) => ({ step, label: stage })),
    // For so few pairs, the t are computed before the first wait.
    estimate: () => runPausable(networkT(model, pixelFlow, shown, waits)),
  };
  try {
    yield* training(trainer, {
      waits,
      onStep: ({ step, total }) => {
        onStep(step);
        onNetworkStep?.({ ...watched, step, loss: total });
      },
      onNote,
    });
    const t = yield* networkT(model, pixelFlow, asPairs(pairs), waits);
    return {
      alpha: Float64Array.from(yield* tensorValues(model.alpha, waits)),
      t: Float64Array.from(t),
    };
  } finally {
    trainer.dispose();
    disposeModel(model);
    pixelFlow.dispose();
  }
}

function asPairs({ count, side, surroundings, x0, xt }: WorkingPairs): Pairs {
  return {
    count,
    height: side,
    width: side,
    channels: 1,
    surroundings,
    x0,
    xt,
  };
}
