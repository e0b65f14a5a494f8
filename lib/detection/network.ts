import { choosePairs } from "../datasets/choose_pairs.ts";
import type { Pairs } from "../datasets/types.ts";
import type { Basis } from "../lie/basis.ts";
import type { Architecture } from "../model/architectures.ts";
import { networkT } from "../model/network_t.ts";
import { createPixelFlow } from "../model/pixel_flow.ts";
import { createModel, disposeModel } from "../model/symmetry_model.ts";
import type { Pausable } from "../runtime/pausable.ts";
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
  /** Called once if the training returns to an earlier step. */
  readonly onNote?: (line: string) => void;
}

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
  { architecture, settings, seed, onStep, onNote }: NetworkTraining,
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
  try {
    yield* training(trainer, { onStep: ({ step }) => onStep(step), onNote });
    const t = yield* networkT(model, pixelFlow, asPairs(pairs));
    return {
      alpha: Float64Array.from(model.alpha.dataSync()),
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
