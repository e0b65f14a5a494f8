import type { Pairs } from "../datasets/types.ts";
import { refinedT } from "../matching/refined_t.ts";
import { networkT } from "../model/network_t.ts";
import type { PixelFlow } from "../model/pixel_flow.ts";
import type { SymmetryModel } from "../model/symmetry_model.ts";
import { type Pausable, runPausable } from "../runtime/pausable.ts";

/** The estimated generator, and the estimated t of every pair. */
export interface Estimate {
  /** Coefficients of the generator, unit norm, sign not yet fixed. */
  readonly alpha: Float32Array;
  /** t of every pair by the t-network, in units of the unit generator. */
  readonly network: Float32Array;
  /**
   * t of every pair, matched at the images' resolution, starting from the network's t.
   */
  readonly refined: Float64Array;
}

/** Reads alpha off a model, and estimates t of every pair, without labels. */
export function* estimating(
  model: SymmetryModel,
  pixelFlow: PixelFlow,
  pairs: Pairs,
): Pausable<Estimate> {
  const alpha = model.alpha.dataSync<"float32">().slice();
  const network = yield* networkT(model, pixelFlow, pairs);
  const { basis } = model.spec;
  const refined = yield* refinedT(pairs, basis, alpha, network);
  return { alpha, network, refined };
}

/** Runs {@linkcode estimating} to its end. */
export const estimate = (
  ...args: Parameters<typeof estimating>
): Promise<Estimate> => runPausable(estimating(...args));
