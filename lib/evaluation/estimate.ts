import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "../datasets/types.ts";
import { estimateT } from "../model/forward.ts";
import { pairTensors } from "../model/pair_tensors.ts";
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
  { pixelFlow, fineFlow }: Pick<MatchFlows, "pixelFlow" | "fineFlow">,
  pairs: Pairs,
): Estimate {
  const flows = { basis: model.spec.basis, pixelFlow, fineFlow };
  const alpha = model.alpha.dataSync<"float32">().slice();
  const network = new Float32Array(pairs.count);
  const refined = new Float32Array(pairs.count);
  for (const chunk of chunksOf(pairs)) {
    tf.tidy(() => {
      const tensors = pairTensors(pixelFlow, chunk.pairs);
      const t = estimateT(model, tensors).dataSync<"float32">();
      network.set(t, chunk.start);
      refined.set(refineT(flows, alpha, tensors, t), chunk.start);
    });
  }
  return { alpha, network, refined };
}
