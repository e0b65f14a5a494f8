import type { Pairs } from "../datasets/types.ts";
import { type Kernel, kernels } from "../images/kernels.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { sumOf } from "./explained.ts";
import { fieldMatches } from "./field_matches.ts";
import { coefficientsOf, dimensionOf, type FieldSpace } from "./field_space.ts";
import { type Frames, framesOf, numbersTo, someFrames } from "./frames.ts";
import { betterThanSpline } from "./kernel_choice.ts";
import { BLUR, movable, type MovablePairs } from "./movable.ts";
import { fieldSpaces } from "./nearest_spaces.ts";
import { type PairFields, pairFields } from "./pair_fields.ts";
import {
  type GeneratorsFit,
  type GeneratorsStart,
  registerGenerators,
} from "./register_generators.ts";
import { fieldNoise, wellMatched } from "./well_matched.ts";

/** Pairs that are given a field of their own, and pairs that kernels are compared on. */
const OWN_FIELDS = 150, COMPARED = 150;

/**
 * Fits a space of a given number of generators to pairs: fields of some pairs alone,
 * the space that lies nearest to them, and from there the joint fit of the space and
 * of the parameters of all pairs (`registerGenerators`), once more by the kernel that
 * made xt if there is one. Pairs that no field matches are left out.
 *
 * @param frames Some hundred pairs.
 */
export function* spaceOfPairs(
  frames: Frames,
  basis: Basis,
  dimension: number,
): Pausable<GeneratorsFit> {
  const pairs = yield* movable(frames);
  const noise = yield* fieldNoise(pairs);
  const few = numbersTo(Math.min(OWN_FIELDS, frames.count));
  const own = yield* pairFields(pairs, basis, few);
  const spaces = yield* fieldSpaces(wellMatched(own, noise).matched, dimension);
  const start = spaces[dimension - 1];
  const all = numbersTo(frames.count);
  const fields = yield* pairFields(pairs, basis, all, start);
  const { rows, matched } = wellMatched(fields, noise);
  const rough = yield* registerGenerators(pairs, basis, {
    space: start,
    pairs: rows,
    parameters: matched.coefficients,
  });
  const kernel = yield* kernelOfFit(pairs, basis, rough);
  if (kernel === pairs.kernel) return rough;
  const { threshold } = pairs;
  const sharp = yield* movable(frames, { kernel, threshold });
  return yield* registerGenerators(sharp, basis, rough);
}

/** The kernel that leaves the least of matched pairs, if clearly less than the spline. */
function* kernelOfFit(
  pairs: MovablePairs,
  basis: Basis,
  { space, parameters, pairs: matched }: GeneratorsStart,
): Pausable<Kernel> {
  const chosen = matched.slice(0, COMPARED);
  const some = yield* someFrames(pairs, chosen);
  const fields = coefficientsOf(
    space,
    parameters.subarray(0, chosen.length * dimensionOf(space)),
  );
  const errors = new Map<Kernel, number>();
  for (const kernel of Object.values(kernels)) {
    const images = yield* movable(some, { kernel, threshold: pairs.threshold });
    const all = numbersTo(chosen.length);
    const found = yield* fieldMatches(images, basis, all, fields, BLUR, space);
    errors.set(kernel, sumOf(found.errors));
  }
  return betterThanSpline(errors);
}

/** Pairs that are placed on frames at once. */
const PLACED = 500;

/**
 * Matches pairs along the flows of a space, by the kernel that made them if there is
 * one.
 *
 * @param chosen Numbers of pairs, by default all.
 * @returns One entry per chosen pair, its parameters v as the coefficients: x0 moved by
 * exp(-sum_k v_k A_k) is matched with xt. All are 0 where all pixels have the same
 * value.
 */
export function* parametersOfPairs(
  pairs: Pairs,
  basis: Basis,
  space: FieldSpace,
  chosen: readonly number[] = numbersTo(pairs.count),
): Pausable<PairFields> {
  const count = chosen.length, dimension = dimensionOf(space);
  const all: PairFields = {
    count,
    terms: dimension,
    coefficients: new Float64Array(count * dimension),
    information: new Float64Array(count * dimension ** 2),
    errors: new Float64Array(count),
    errorsWithoutMotion: new Float64Array(count),
  };
  let kernel: Kernel | undefined;
  for (let first = 0; first < count; first += PLACED) {
    const part = chosen.slice(first, first + PLACED);
    const frames = yield* framesOf(pairs, part);
    if (frames === undefined) continue;
    kernel ??= yield* kernelAlong(frames, basis, space);
    const images = yield* movable(frames, { kernel });
    const numbers = numbersTo(part.length);
    const found = yield* pairFields(images, basis, numbers, space);
    all.coefficients.set(found.coefficients, first * dimension);
    all.information.set(found.information, first * dimension ** 2);
    all.errors.set(found.errors, first);
    all.errorsWithoutMotion.set(found.errorsWithoutMotion, first);
  }
  return all;
}

/** The kernel that made pairs which the flows of a space move. */
function* kernelAlong(
  frames: Frames,
  basis: Basis,
  space: FieldSpace,
): Pausable<Kernel> {
  const some = numbersTo(Math.min(COMPARED, frames.count));
  const images = yield* movable(frames);
  const { coefficients: parameters } = yield* pairFields(
    images,
    basis,
    some,
    space,
  );
  return yield* kernelOfFit(images, basis, { space, parameters, pairs: some });
}
