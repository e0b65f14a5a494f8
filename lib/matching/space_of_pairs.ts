import type { Pairs } from "../datasets/types.ts";
import type { Kernel } from "../images/kernels.ts";
import type { Basis } from "../lie/basis.ts";
import { UserError } from "../runtime/errors.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { dimensionOf, type FieldSpace } from "./field_space.ts";
import { type Frames, framesOf, numbersTo } from "./frames.ts";
import { movable, type MovablePairs } from "./movable.ts";
import { fieldSpaces } from "./nearest_spaces.ts";
import { type PairFields, pairFields } from "./pair_fields.ts";
import type { GeneratorsFit } from "./register_generators.ts";
import { kernelOfFit, registerNear } from "./register_near.ts";
import { type FieldNoise, fieldNoise, wellMatched } from "./well_matched.ts";

/** Pairs that are given a field of their own, and pairs that show the kernel, at most. */
const OWN_FIELDS = 150, SHOWING_KERNEL = 150;

/**
 * Fits a space of a given number of generators to pairs: fields of some pairs alone,
 * the space that lies nearest to them, and from there the joint fit of the space and
 * of the parameters of all pairs (`registerGenerators`), once more by the kernel that
 * made xt if there is one. Pairs that no field matches are left out.
 *
 * @param frames Some hundred pairs.
 * @throws UserError where hardly any pair is matched by a field of its own.
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
  const { matched: clear } = wellMatched(own, noise);
  if (clear.count <= dimension) {
    throw new UserError(
      `the pairs: expected more than ${dimension} of ${few.length} that a smooth flow matches, for ${dimension} generators, found ${clear.count}`,
    );
  }
  const spaces = yield* fieldSpaces(clear, dimension);
  const start = spaces[dimension - 1];
  const all = numbersTo(frames.count);
  return (yield* registerNear(pairs, basis, start, all)).fit;
}

/** Pairs that are placed on frames at once. */
const PLACED = 500;

/** Pairs that were matched along the flows of a space. */
export interface MatchedPairs {
  /**
   * Parameters v per pair as the coefficients: x0 moved by exp(-sum_k v_k A_k) is
   * matched with xt. All are 0 where all pixels have the same value.
   */
  readonly fields: PairFields;
  /** Rows of the pairs that the flows match (`wellMatched`). */
  readonly rows: readonly number[];
}

/**
 * Matches pairs along the flows of a space, by the kernel that made them if there is
 * one.
 *
 * @param chosen Numbers of pairs, by default all.
 * @param start Parameters per chosen pair, from which the pairs are tried that are not
 * matched from 0.
 */
export function* parametersOfPairs(
  pairs: Pairs,
  basis: Basis,
  space: FieldSpace,
  chosen: readonly number[] = numbersTo(pairs.count),
  start?: Float64Array,
): Pausable<MatchedPairs> {
  const parts: PairFields[] = [];
  const rows: number[] = [];
  let kernel: Kernel | undefined, noise: FieldNoise | undefined;
  for (let first = 0; first < chosen.length; first += PLACED) {
    const part = chosen.slice(first, first + PLACED);
    const frames = yield* framesOf(pairs, part);
    if (frames === undefined) {
      parts.push(zeroFields(part.length, dimensionOf(space)));
      continue;
    }
    kernel ??= yield* kernelAlong(frames, basis, space);
    const images = yield* movable(frames, { kernel });
    noise ??= yield* fieldNoise(images);
    const numbers = numbersTo(part.length);
    const found = yield* pairFields(images, basis, numbers, space);
    if (start !== undefined) {
      const own = start.subarray(first * found.terms);
      yield* tryAgain(images, basis, space, found, own, noise);
    }
    parts.push(found);
    rows.push(...wellMatched(found, noise).rows.map((row) => first + row));
  }
  return { fields: joined(parts, dimensionOf(space)), rows };
}

/** Fits the pairs that are not matched once more, from a start; the better fit counts. */
function* tryAgain(
  images: MovablePairs,
  basis: Basis,
  space: FieldSpace,
  found: PairFields,
  start: Float64Array,
  noise: FieldNoise,
): Pausable<void> {
  const matched = new Set(wellMatched(found, noise).rows);
  const left = numbersTo(found.count).filter((row) => !matched.has(row));
  if (left.length === 0) return;
  const { terms } = found;
  const from = Float64Array.from(
    left.flatMap((row) => [...start.subarray(row * terms, (row + 1) * terms)]),
  );
  const again = yield* pairFields(images, basis, left, space, from);
  left.forEach((row, i) => {
    if (!(again.errors[i] < found.errors[row])) return;
    for (
      const [name, size] of [
        ["errors", 1],
        ["coefficients", terms],
        ["information", terms ** 2],
      ] as const
    ) {
      const own = again[name].subarray(i * size, (i + 1) * size);
      found[name].set(own, row * size);
    }
  });
}

const zeroFields = (count: number, terms: number): PairFields => ({
  count,
  terms,
  coefficients: new Float64Array(count * terms),
  information: new Float64Array(count * terms ** 2),
  errors: new Float64Array(count),
  errorsWithoutMotion: new Float64Array(count),
});

/** The fields of several stretches of pairs, one after another. */
function joined(parts: readonly PairFields[], terms: number): PairFields {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const all = zeroFields(count, terms);
  let first = 0;
  for (const part of parts) {
    all.coefficients.set(part.coefficients, first * terms);
    all.information.set(part.information, first * terms ** 2);
    all.errors.set(part.errors, first);
    all.errorsWithoutMotion.set(part.errorsWithoutMotion, first);
    first += part.count;
  }
  return all;
}

/** The kernel that made pairs which the flows of a space move. */
function* kernelAlong(
  frames: Frames,
  basis: Basis,
  space: FieldSpace,
): Pausable<Kernel> {
  const some = numbersTo(Math.min(SHOWING_KERNEL, frames.count));
  const images = yield* movable(frames);
  const { coefficients: parameters } = yield* pairFields(
    images,
    basis,
    some,
    space,
  );
  return yield* kernelOfFit(images, basis, { space, parameters, pairs: some });
}
