import type { Basis } from "../lie/basis.ts";
import { dot } from "../lie/coefficients.ts";
import type { Pausable } from "../runtime/pausable.ts";
import {
  dimensionOf,
  fieldCoefficients,
  type FieldSpace,
} from "./field_space.ts";
import { exchanged, numbersTo, someFrames } from "./frames.ts";
import { movable, type MovablePairs } from "./movable.ts";
import { type PairFields, pairFields } from "./pair_fields.ts";
import {
  type GeneratorsFit,
  registerGenerators,
} from "./register_generators.ts";
import { type FitNear, readBy, registerNear } from "./register_near.ts";
import { fieldNoise, shareByFields } from "./well_matched.ts";

/** Several generators that were fitted to pairs, and their match on held-out pairs. */
export interface SeveralFit extends FitNear {
  /** Parameters of the held-out pairs. */
  readonly held: PairFields;
  /** Share of the held-out pairs' change, without noise, that the flows explain. */
  readonly explained: number;
}

/** The largest number of pairs that a space is fitted to. */
const MOST_PAIRS = 600;

/**
 * Fits a space of generators to pairs, from a start near to it, and matches held-out
 * pairs along its flows. Pairs that the flows do not match are left out of the fit.
 *
 * @param start A space near to the one to be found.
 */
export function* fitGenerators(
  pairs: MovablePairs,
  held: MovablePairs,
  basis: Basis,
  start: FieldSpace,
): Pausable<SeveralFit> {
  const some = numbersTo(Math.min(MOST_PAIRS, pairs.count));
  const near = yield* registerNear(pairs, basis, start, some);
  const judges = yield* readBy(held, near.images.kernel);
  const all = numbersTo(judges.count);
  const ofHeld = yield* pairFields(judges, basis, all, near.fit.space);
  return {
    ...near,
    held: ofHeld,
    explained: shareByFields(ofHeld, yield* fieldNoise(judges)),
  };
}

/** Number of steps of a variant; `next` predicts one more. */
const VARIANT_STEPS = 1;

/** Standard deviation of the blur of one variant, in cells. */
const VARIANT_BLUR = 1;

/**
 * Fits the space again in two ways that should not change it: with a narrower blur, and
 * with x0 and xt exchanged.
 */
export function* spaceVariants(
  pairs: MovablePairs,
  basis: Basis,
  { pairs: chosen, space, parameters }: GeneratorsFit,
): Pausable<GeneratorsFit[]> {
  const start = { space, pairs: chosen, parameters };
  const narrow = yield* registerGenerators(
    pairs,
    basis,
    start,
    VARIANT_BLUR,
    VARIANT_STEPS,
  );
  const frames = yield* someFrames(pairs, chosen);
  const { kernel, threshold } = pairs;
  const other = yield* registerGenerators(
    yield* movable(exchanged(frames), { kernel, threshold }),
    basis,
    {
      space,
      pairs: numbersTo(chosen.length),
      parameters: parameters.map((value) => -value),
    },
    undefined,
    VARIANT_STEPS,
  );
  return [narrow, { ...other, pairs: chosen }];
}

/** Fits one generator of a mixture to the pairs that it moves. */
export function* registerOne(
  pairs: MovablePairs,
  basis: Basis,
  { pairs: chosen, space, parameters }: GeneratorsFit,
  rows: readonly number[],
  direction: Float64Array,
): Pausable<GeneratorsFit> {
  const dimension = dimensionOf(space);
  const along = rows.map((row) =>
    dot(direction, parameters.subarray(row * dimension, (row + 1) * dimension))
  );
  return yield* registerGenerators(pairs, basis, {
    space: {
      terms: space.terms,
      directions: fieldCoefficients(space, direction),
    },
    pairs: rows.map((row) => chosen[row]),
    parameters: Float64Array.from(along),
  });
}
