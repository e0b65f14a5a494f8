import { type Kernel, kernels } from "../images/kernels.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { sumOf } from "./explained.ts";
import { fieldMatches } from "./field_matches.ts";
import {
  dimensionOf,
  fieldCoefficients,
  type FieldSpace,
} from "./field_space.ts";
import { numbersTo, someFrames } from "./frames.ts";
import { betterThanSpline } from "./kernel_choice.ts";
import { BLUR, movable, type MovablePairs } from "./movable.ts";
import { type PairFields, pairFields } from "./pair_fields.ts";
import {
  type GeneratorsFit,
  type GeneratorsStart,
  registerGenerators,
} from "./register_generators.ts";
import { fieldNoise, wellMatched } from "./well_matched.ts";

/** A joint fit of a space, and the pairs as it read them. */
export interface FitNear {
  /** All pairs, x0 read by the kernel that made xt, where there is one. */
  readonly images: MovablePairs;
  readonly fit: GeneratorsFit;
  /** The pairs that it was fitted to, with their parameters at its end. */
  readonly fitted: PairFields;
}

/**
 * Fits a space jointly with the parameters of chosen pairs, from near to it: the pairs
 * are matched along its flows, those that the flows do not match are left out, and the
 * joint fit (`registerGenerators`) is made once more by the kernel that made xt if
 * there is one.
 *
 * @param start A space that is near to the one to be found.
 * @param chosen Numbers of pairs.
 */
export function* registerNear(
  pairs: MovablePairs,
  basis: Basis,
  start: FieldSpace,
  chosen: readonly number[],
): Pausable<FitNear> {
  const near = yield* pairFields(pairs, basis, chosen, start);
  const { rows, matched } = wellMatched(near, yield* fieldNoise(pairs));
  const rough = yield* registerGenerators(pairs, basis, {
    space: start,
    pairs: rows.map((row) => chosen[row]),
    parameters: matched.coefficients,
  });
  const kernel = yield* kernelOfFit(pairs, basis, rough);
  const images = yield* readBy(pairs, kernel);
  const fit = images === pairs
    ? rough
    : yield* registerGenerators(images, basis, rough);
  const { parameters: coefficients, information, errors } = fit;
  return {
    images,
    fit,
    fitted: { ...matched, coefficients, information, errors },
  };
}

/** The pairs with x0 read by a kernel. */
export function* readBy(
  pairs: MovablePairs,
  kernel: Kernel,
): Pausable<MovablePairs> {
  const { threshold } = pairs;
  return pairs.kernel === kernel
    ? pairs
    : yield* movable(pairs, { kernel, threshold });
}

/** Pairs that kernels are compared on, at most. */
const COMPARED = 150;

/** The kernel that leaves the least of matched pairs, if clearly less than the spline. */
export function* kernelOfFit(
  pairs: MovablePairs,
  basis: Basis,
  { space, parameters, pairs: matched }: GeneratorsStart,
): Pausable<Kernel> {
  const chosen = matched.slice(0, COMPARED);
  const some = yield* someFrames(pairs, chosen);
  const fields = fieldCoefficients(
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
