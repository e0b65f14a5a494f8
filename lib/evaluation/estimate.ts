import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "../datasets/types.ts";
import { estimateT } from "../model/forward.ts";
import { pairTensors } from "../model/pair_tensors.ts";
import { coarseGrid, createPixelFlow } from "../model/pixel_flow.ts";
import { isStable } from "../lie/line_generator.ts";
import type { SymmetryModel } from "../model/symmetry_model.ts";
import { chunksOf } from "./chunks.ts";
import { type MatchFlows, refineT } from "./refine.ts";

/** The answer to the two questions: which generator, and how far. */
export interface Estimate {
  /** Coefficients of the generator, unit norm, sign not yet fixed. */
  readonly alpha: Float32Array;
  /** t of every pair by the t-network, in units of the unit generator. */
  readonly network: Float32Array;
  /** The same, refined pair by pair. */
  readonly refined: Float32Array;
}

/** Reads alpha off a model, and estimates t of every pair, without labels. */
export function estimate(
  model: SymmetryModel,
  flows: MatchFlows,
  pairs: Pairs,
): Estimate {
  const alpha = model.alpha.dataSync<"float32">().slice();
  const network = new Float32Array(pairs.count);
  const refined = new Float32Array(pairs.count);
  const { pixelFlow } = flows;
  const stable = stableFlows(flows, pairs.height);
  for (const chunk of chunksOf(pairs)) {
    tf.tidy(() => {
      const seen = pairTensors(pixelFlow, chunk.pairs);
      const t = estimateT(model, seen).dataSync<"float32">();
      network.set(t, chunk.start);
      const matched = stable === flows
        ? seen
        : pairTensors(stable.pixelFlow, chunk.pairs);
      refined.set(refineT(stable, alpha, matched, t), chunk.start);
    });
  }
  if (stable !== flows) stable.pixelFlow.dispose();
  return { alpha, network, refined };
}

/**
 * A generator that is not stable at its periodic seam may have been trained with;
 * pairs are refined with a tapered one.
 */
function stableFlows(flows: MatchFlows, side: number): MatchFlows {
  const { basis, grid, surroundings } = flows.pixelFlow;
  if (isStable(grid.form)) return flows;
  return { pixelFlow: createPixelFlow(basis, side, coarseGrid, surroundings) };
}
