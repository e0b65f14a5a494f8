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

/** A joint fit of a space, with the prepared pairs. */
export interface FitNear {
  /** All pairs; x0 is read by the kernel that made xt, if one was found. */
  readonly images: MovablePairs;
  readonly fit: GeneratorsFit;
  /** The pairs that the space was fitted to, with their fitted parameters. */
  readonly fitted: PairFields;
}

/**
 * Fits a space jointly with the parameters of chosen pairs, from a start near to it. The
 * pairs are matched along its flows, and those that the flows do not match are left out.
 * The joint fit (`registerGenerators`) is repeated with the kernel that made xt, if one
 * is found.
 *
 * @param start A space near to the one to be found.
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

/** Prepares the pairs so that x0 is read by a kernel. */
export function* readBy(
  pairs: MovablePairs,
  kernel: Kernel,
): Pausable<MovablePairs> {
  const { threshold } = pairs;
  return pairs.kernel === kernel
    ? pairs
    : yield* movable(pairs, { kernel, threshold });
}

/** The largest number of pairs that kernels are compared on. */
const COMPARED = 150;

/**
 * Finds the kernel with the least error on matched pairs, if that is clearly less than
 * the spline's.
 */
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
