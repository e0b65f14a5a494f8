import type { Basis } from "../lie/basis.ts";
import { gaugeSign } from "../lie/gauge.ts";
import { symmetricEigen } from "../lie/symmetric_eigen.ts";
import {
  dimensionOf,
  fieldCoefficients,
  type FieldSpace,
} from "../matching/field_space.ts";
import {
  fitGenerators,
  registerOne,
  type SeveralFit,
  spaceVariants,
} from "../matching/fit_generators.ts";
import { numbersTo } from "../matching/frames.ts";
import {
  type Interval,
  jointIntervals,
  widest,
} from "../matching/intervals.ts";
import {
  assigned,
  type Mixture,
  mixtureOf,
  shareLeftBy,
} from "../matching/mixture.ts";
import {
  type MixedParameters,
  mixedParameters,
} from "../matching/mixed_parameters.ts";
import type { MovablePairs } from "../matching/movable.ts";
import type { GeneratorsFit } from "../matching/register_generators.ts";
import { readBy } from "../matching/register_near.ts";
import { projectionOf } from "../matching/space_projection.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { BOUNDS } from "./bounds.ts";
import type { Evidence } from "./diagnose.ts";
import { isMixedOfSeveral } from "./how_many.ts";
import { type NamedSpace, nameSpace } from "./name_space.ts";

/** The pairs that several generators are fitted to and evaluated on. */
export interface SeveralContext {
  /** The fitted pairs. */
  readonly images: MovablePairs;
  /** The held-out pairs. */
  readonly held: MovablePairs;
  readonly basis: Basis;
  /** The cluster of each fitted pair, if pairs depend on each other. */
  readonly clusters: Uint32Array | undefined;
}

/** Several fitted generators, and the basis of their space that is shown. */
export interface SeveralCandidate extends SeveralFit {
  readonly context: SeveralContext;
  /** The held-out pairs, each moved by one generator alone. */
  readonly mixture: Mixture;
  /** The share of what all generators explain that the mixture leaves. */
  readonly leftByMixture: number;
  readonly isMixed: boolean;
  /**
   * The matches of the held-out pairs, each along its own generator alone, if the
   * generators are mixed.
   */
  readonly alone: MixedParameters | undefined;
  /** The known space that is near, if the generators are not mixed. */
  readonly named: NamedSpace | undefined;
  readonly generators: readonly ShownGenerator[];
  /** The intervals of the shown generators, without the variants. */
  readonly intervals: readonly GeneratorIntervals[];
}

/** A field of the shown basis, and the fits that its intervals are computed from. */
interface ShownGenerator {
  /** Coefficients that are projected onto the fitted space. */
  readonly field: Float64Array;
  readonly fit: GeneratorsFit;
}

/** Fits several generators, from a space near to theirs. */
export function* severalOf(
  context: SeveralContext,
  start: FieldSpace,
): Pausable<SeveralCandidate> {
  const { images, held, basis } = context;
  const found = yield* fitGenerators(images, held, basis, start);
  const { directions } = yield* mixtureOf(found.fitted);
  const mixture = assigned(found.held, directions);
  const leftByMixture = shareLeftBy(mixture, found.held);
  const isMixed = isMixedOfSeveral({ leftByMixture });
  const named = isMixed ? undefined : yield* nameSpace(
    basis,
    found.fit.space.directions,
    BOUNDS.namedSpace,
  );
  const generators = isMixed
    ? yield* mixedGenerators(basis, found, directions)
    : (named === undefined
      ? principalFields(found.fit)
      : rowsOf(named.rows, basis.terms.length))
      .map((field) => ({ field, fit: found.fit }));
  const alone = isMixed
    ? yield* mixedParameters(
      yield* readBy(held, found.images.kernel),
      basis,
      generators.map(({ field }) => field),
      mixture.generators,
      fieldCoefficients(found.fit.space, found.held.coefficients),
    )
    : undefined;
  const evidence = { mixture, leftByMixture, isMixed, alone, named };
  const intervals = yield* severalIntervals(context, found, generators, false);
  return { ...found, context, ...evidence, generators, intervals };
}

/** The generators of a mixture, each fitted to its own pairs alone. */
function* mixedGenerators(
  basis: Basis,
  { images, fit, fitted }: SeveralFit,
  directions: Float64Array,
): Pausable<ShownGenerator[]> {
  const dimension = dimensionOf(fit.space);
  const { generators } = assigned(fitted, directions);
  const shown: ShownGenerator[] = [];
  for (let k = 0; k < dimension; k++) {
    const rows = numbersTo(fitted.count).filter((i) => generators[i] === k);
    const direction = directions.subarray(k * dimension, (k + 1) * dimension);
    const own = yield* registerOne(images, basis, fit, rows, direction);
    const field = own.space.directions;
    const sign = gaugeSign(field);
    shown.push({ field: field.map((value) => sign * value), fit: own });
  }
  return shown;
}

/** The orthonormal fields along which the parameters of the fitted pairs vary most. */
function principalFields({ space, parameters }: GeneratorsFit): Float64Array[] {
  const dimension = dimensionOf(space);
  const scatter = new Float64Array(dimension ** 2);
  parameters.forEach((value, at) => {
    const row = at % dimension, start = at - row;
    for (let l = 0; l < dimension; l++) {
      scatter[row * dimension + l] += value * parameters[start + l];
    }
  });
  const { vectors } = symmetricEigen(scatter, dimension);
  return rowsOf(fieldCoefficients(space, vectors), space.terms).map((field) => {
    const sign = gaugeSign(field);
    return field.map((value) => sign * value);
  });
}

const rowsOf = (values: Float64Array, length: number): Float64Array[] =>
  numbersTo(values.length / length)
    .map((k) => values.subarray(k * length, (k + 1) * length));

/** A generator with the intervals of its coefficients. */
export interface GeneratorIntervals {
  /** Coefficients of the generator, of norm 1. */
  readonly alpha: Float64Array;
  readonly intervals: readonly Interval[];
}

/**
 * Computes the intervals of the shown generators. The intervals of one generator contain
 * all its coefficients in 95 of 100 sets of pairs.
 *
 * @param withVariants Whether the intervals include the differences of variants of the
 * fit.
 */
export function* severalIntervals(
  { basis, clusters }: SeveralContext,
  { images, fit }: SeveralFit,
  generators: readonly ShownGenerator[],
  withVariants: boolean,
): Pausable<GeneratorIntervals[]> {
  const variantsOf = function* (of: GeneratorsFit) {
    return withVariants ? yield* spaceVariants(images, basis, of) : [];
  };
  const ofSpace = generators.some((shown) => shown.fit === fit)
    ? yield* variantsOf(fit)
    : [];
  const out: GeneratorIntervals[] = [];
  for (const { field, fit: own } of generators) {
    const variants = own === fit ? ofSpace : yield* variantsOf(own);
    const found = projectionOf(own, field);
    const intervals = yield* jointIntervals(
      found,
      variants.map((variant) => projectionOf(variant, field)),
      clusters,
    );
    out.push({ alpha: found.alpha, intervals });
  }
  return out;
}

/** The half-width of the widest interval of all generators. */
export const widestOf = (all: readonly GeneratorIntervals[]): number =>
  all.reduce((most, { intervals }) => Math.max(most, widest(intervals)), 0);

/** The evidence that the fit of several generators adds. */
export const severalEvidence = (
  { explained, leftByMixture, intervals }: SeveralCandidate,
): Pick<Evidence, "explainedTogether" | "leftByMixture" | "uncertainty"> => ({
  explainedTogether: explained,
  leftByMixture,
  uncertainty: widestOf(intervals),
});
