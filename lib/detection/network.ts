import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "../datasets/types.ts";
import { chunksOf } from "../evaluation/chunks.ts";
import type { Basis } from "../lie/basis.ts";
import type { Architecture } from "../model/architectures.ts";
import { estimateT } from "../model/forward.ts";
import { pairTensors } from "../model/pair_tensors.ts";
import { createPixelFlow } from "../model/pixel_flow.ts";
import { createModel, disposeModel } from "../model/symmetry_model.ts";
import { gather } from "../training/batches.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { createTrainer } from "../training/trainer.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** What a trained network says of pairs. */
export interface NetworkAnswer {
  /** Unit coefficients. */
  readonly alpha: Float64Array;
  /** One for every pair there is, trained on or not. */
  readonly t: Float64Array;
}

/**
 * Trains the paper's networks on some pairs, and asks them about all.
 *
 * @param chosen Numbers of the pairs that it is trained on.
 * @param onStep Called after every step with how many were done.
 */
export function trainNetwork(
  pairs: WorkingPairs,
  basis: Basis,
  chosen: Uint32Array,
  { architecture, settings, seed }: {
    readonly architecture: Architecture;
    readonly settings: TrainingSettings;
    readonly seed: number;
  },
  onStep: (step: number) => void,
): NetworkAnswer {
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
    some(pairs, chosen),
    { ...settings, batchSize },
    seed,
  );
  try {
    while (trainer.state.step < settings.steps) onStep(trainer.advance().step);
    const t = new Float64Array(pairs.count);
    for (const chunk of chunksOf(asPairs(pairs))) {
      const found = tf.tidy(() =>
        estimateT(model, pairTensors(pixelFlow, chunk.pairs)).dataSync()
      );
      t.set(found, chunk.start);
    }
    return { alpha: Float64Array.from(model.alpha.dataSync()), t };
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

function some(pairs: WorkingPairs, chosen: Uint32Array): Pairs {
  const pick = (images: Float32Array) =>
    gather(images, pairs.side ** 2, chosen);
  return {
    ...asPairs(pairs),
    count: chosen.length,
    x0: pick(pairs.x0),
    xt: pick(pairs.xt),
  };
}
