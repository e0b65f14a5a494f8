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

/**
 * The largest numbers of pairs that one field each is fitted to, and that kernels are
 * compared on.
 */
const OWN_FIELDS = 150, SHOWING_KERNEL = 150;

/**
 * Fits a space of a given number of generators to pairs: one field for each of some
 * pairs, the space nearest to these fields, then the joint fit of the space and of the
 * parameters of all pairs (`registerGenerators`), which is repeated with the kernel that
 * made xt, if one is found. Pairs that no field matches are left out.
 *
 * @param frames Some hundred pairs.
 * @throws UserError if too few pairs match under one field per pair.
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

/** Number of pairs that are placed on frames at once. */
const PLACED = 500;

/** Pairs that were matched along the flows of a space. */
export interface MatchedPairs {
  /**
   * The fields, with the parameters v of each pair as coefficients: x0 moved by
   * exp(-sum_k v_k A_k) is matched with xt. All are 0 if all pixels have the same value.
   */
  readonly fields: PairFields;
  /** Rows of the pairs that match along the flows (`wellMatched`). */
  readonly rows: readonly number[];
}

/**
 * Matches pairs along the flows of a space, by the kernel that made them, if one is
 * found.
 *
 * @param chosen Numbers of pairs, by default all.
 * @param start Parameters per chosen pair: a second start for pairs that do not match
 * from 0.
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

/**
 * Fits the pairs that do not match once more, from a start, and keeps the better fit.
 */
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

/** Joins the fields of several parts of the pairs. */
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

/** Finds the kernel that made pairs which the flows of a space move. */
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
