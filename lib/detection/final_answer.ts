import { explainedEach } from "../matching/explained.ts";
import { fieldCoefficients } from "../matching/field_space.ts";
import type { Interval } from "../matching/intervals.ts";
import { variantsOf } from "../matching/variants.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { type Candidate, type Task, withVariants } from "./candidate.ts";
import { describe, type Description } from "./describe.ts";
import type { SeveralGenerators } from "./detection.ts";
import type { Evidence } from "./diagnose.ts";
import type { ImageSize } from "./natural_parameter.ts";
import type { PairMotion } from "./pictures.ts";
import { severalAnswer } from "./several_answer.ts";
import {
  type SeveralCandidate,
  severalIntervals,
  widestOf,
} from "./several_candidate.ts";

/** The answer for one generator, or for several and the first of them. */
export interface FinalAnswer {
  readonly evidence: Evidence;
  /** Coefficients of the generator, of norm 1. */
  readonly alpha: Float64Array;
  readonly intervals: readonly Interval[];
  readonly description: Description;
  /** The t of every held-out pair, in the unit generator's time. */
  readonly t: Float64Array;
  /** Share of each held-out pair's change that the answer explains. */
  readonly explained: Float64Array;
  /** The field and the t that move each held-out pair. */
  readonly motion: (pair: number) => PairMotion;
  readonly several?: SeveralGenerators;
}

/** Describes a candidate before its intervals are final. */
export const firstDescription = (
  { several, alpha }: Candidate,
  { basis }: Task,
  image: ImageSize,
): Description =>
  several === undefined
    ? describe(basis, alpha, image)
    : severalAnswer(several, basis, several.intervals, image).description;

/** Computes the answer of a candidate, with its final intervals. */
export function* finalAnswer(
  found: Candidate,
  task: Task,
  image: ImageSize,
): Pausable<FinalAnswer> {
  return found.several === undefined
    ? yield* ofOne(found, task, image)
    : yield* ofSeveral(found, found.several, task, image);
}

function* ofOne(
  found: Candidate,
  { basis, otherwise }: Task,
  image: ImageSize,
): Pausable<FinalAnswer> {
  const { registered, alpha, spline, judgement } = found;
  const variants = yield* variantsOf(spline, basis, registered, otherwise);
  const { matched: { t, errors }, errorsWithoutMotion } = judgement;
  return {
    ...yield* withVariants(found, variants),
    alpha,
    description: describe(basis, alpha, image),
    t,
    explained: explainedEach(errors, errorsWithoutMotion),
    motion: (pair) => ({ alpha, t: t[pair], shown: { t: t[pair] } }),
  };
}

function* ofSeveral(
  { evidence }: Candidate,
  together: SeveralCandidate,
  { basis }: Task,
  image: ImageSize,
): Pausable<FinalAnswer> {
  const { context, generators } = together;
  const shown = yield* severalIntervals(context, together, generators, true);
  const answer = severalAnswer(together, basis, shown, image);
  const { parameters } = answer.several;
  const number = shown.length;
  const span = {
    terms: basis.terms.length,
    directions: Float64Array.from(shown.flatMap(({ alpha }) => [...alpha])),
  };
  const { errorsWithoutMotion, count } = together.held;
  const { errors } = together.alone ?? together.held;
  const ofPair = (pair: number) =>
    parameters.subarray(pair * number, (pair + 1) * number);
  return {
    ...answer,
    evidence: { ...evidence, uncertainty: widestOf(shown) },
    ...shown[0],
    t: Float64Array.from({ length: count }, (_, pair) => ofPair(pair)[0]),
    explained: explainedEach(errors, errorsWithoutMotion),
    motion: (pair) => {
      const own = ofPair(pair), alpha = fieldCoefficients(span, own);
      return { alpha, t: 1, shown: { t: own[0], parameters: [...own] } };
    },
  };
}
