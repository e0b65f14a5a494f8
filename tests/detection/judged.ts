import type { Pairs } from "#lib/datasets/types.ts";
import { detect } from "#lib/detection/detect.ts";
import type { Detection } from "#lib/detection/detection.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import {
  type Basis,
  projectField,
  unit,
  type VectorField,
} from "#lib/lie/basis.ts";

/** Detects without training a network or starting a runtime. */
export const judged = (pairs: Pairs, basis: Basis): Promise<Detection> =>
  detect(pairs, {
    basis,
    networks: false,
    runtime: () => Promise.reject(new Error("a network is trained")),
  });

/** Angle of an answer to the truth, and the terms whose intervals miss the truth. */
export function against(
  field: VectorField,
  basis: Basis,
  { coefficients }: Pick<Detection, "coefficients">,
): { readonly degrees: number; readonly outside: readonly string[] } {
  const truth = unit(projectField(field, basis).coefficients);
  const alpha = coefficients.map(({ value }) => value);
  const cosine = truth.reduce((sum, value, k) => sum + value * alpha[k], 0);
  const outside = coefficients.filter(({ low, high }, k) => {
    const value = Math.sign(cosine) * truth[k];
    return value < low || value > high;
  });
  return {
    degrees: generatorScores(alpha, truth).angleDegrees,
    outside: outside.map(({ term }) => term),
  };
}
