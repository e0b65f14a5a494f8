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

/** What a trained network says of pairs. */
export interface NetworkAnswer {
  /** Unit coefficients. */
  readonly alpha: Float64Array;
  /** One for every pair there is, trained on or not. */
  readonly t: Float64Array;
}

/** How a network is trained, and who is told. */
export interface NetworkTraining {
  readonly architecture: Architecture;
  readonly settings: TrainingSettings;
  readonly seed: number;
  /** Called after every step with how many were done. */
  readonly onStep: (step: number) => void;
  /** Told once, where the training goes back to an earlier step. */
  readonly onNote?: (line: string) => void;
}

/**
 * Trains the paper's networks on some pairs, and asks them about all.
 *
 * @param chosen Numbers of the pairs that it is trained on.
 * @throws TrainingFailed where numbers are not finite whatever the step.
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
