import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { judge, type Judgement } from "#lib/detection/judge.ts";
import { sharesOf } from "#lib/detection/shares.ts";
import { readPairs } from "#lib/detection/working_pairs.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import {
  type Basis,
  projectField,
  unit,
  type VectorField,
} from "#lib/lie/basis.ts";
import { someFrames } from "#lib/matching/frames.ts";
import { movable } from "#lib/matching/movable.ts";
import { registerPairs } from "#lib/matching/register_pairs.ts";
import {
  type FittedGenerator,
  registeredIntervals,
} from "#lib/matching/registered_intervals.ts";
import { runPausable } from "#lib/runtime/pausable.ts";

/** What detection says of pairs without training a network. */
export async function judged(
  pairs: Pairs,
  basis: Basis,
): Promise<FittedGenerator & Judgement> {
  const working = await readPairs(memoryStacks(pairs), pairs.count, 0);
  const { fitted, held } = sharesOf(working.count);
  const spline = movable(someFrames(working, fitted));
  return await runPausable((function* () {
    const registered = yield* registerPairs(spline, basis, 0);
    const answer = yield* registeredIntervals(spline, basis, registered);
    const judgement = yield* judge(working, basis, held, registered, answer, 1);
    return { ...answer, ...judgement };
  })());
}

/** How far an answer is from the truth, and which terms' intervals miss it. */
export function against(
  field: VectorField,
  basis: Basis,
  { alpha, intervals }: Pick<FittedGenerator, "alpha" | "intervals">,
): { readonly degrees: number; readonly outside: readonly string[] } {
  const truth = unit(projectField(field, basis).coefficients);
  const cosine = truth.reduce((sum, value, k) => sum + value * alpha[k], 0);
  const outside = basis.terms.filter((_, k) => {
    const value = Math.sign(cosine) * truth[k];
    return value < intervals[k].low || value > intervals[k].high;
  });
  return {
    degrees: generatorScores(alpha, truth).angleDegrees,
    outside: outside.map(({ label }) => label),
  };
}
