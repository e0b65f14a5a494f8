import type { Basis } from "../lie/basis.ts";
import { dot } from "../lie/coefficients.ts";
import { solve } from "../lie/solve.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { numbersTo } from "./frames.ts";
import {
  FIELD_BLUR,
  type FieldMatches,
  fieldMatches,
} from "./field_matches.ts";
import {
  dimensionOf,
  fieldCoefficients,
  type FieldSpace,
} from "./field_space.ts";
import { coarseOf, type MovablePairs } from "./movable.ts";

/** One field per pair, with its information matrix and error. */
export interface PairFields {
  /** Number of pairs. */
  readonly count: number;
  /**
   * Numbers per field: its coefficients in the basis or, if the fields are from a space,
   * its parameters there.
   */
  readonly terms: number;
  /** `count * terms` coefficients of G: x0 moved by exp(-G) is matched with xt. */
  readonly coefficients: Float64Array;
  /**
   * `count * terms^2`: the information matrix J^T J of each pair, J the derivatives
   * of its residuals in its coefficients.
   */
  readonly information: Float64Array;
  /** Sum of squared residuals of each pair. */
  readonly errors: Float64Array;
  /** Sum of squared residuals of each pair without motion. */
  readonly errorsWithoutMotion: Float64Array;
}

/**
 * The first rounds use a blur wider by this factor, which finds the basin of the
 * minimum.
 */
const WIDER = 2;

/** The largest number of rounds at each resolution. */
const ROUNDS = 8;

/**
 * The ridge, as a share of the mean diagonal entry of all information matrices at the
 * start. With 3e-3, coefficients of rotated blobs are 14 % too small. With 3e-4 they are
 * correct to 2 %, and pairs still do not drift in directions about which they have no
 * information.
 */
const RIDGE = 3e-4;

const FIRST_DAMPING = 0.1, LEAST_DAMPING = 1e-6, MOST_DAMPING = 1e4;

/**
 * A round is a pair's last one if it lowers the pair's error by a smaller share of the
 * error without motion.
 */
const SETTLED = 1e-4;

/**
 * Fits a field to every chosen pair, by Levenberg and Marquardt's method along the
 * exact flow exp(-G), with a ridge.
 *
 * @param chosen Numbers of pairs.
 * @param space The space of the fields; by default the whole basis.
 * @param start The start of the fit; by default 0, with a wider blur first.
 */
export function* pairFields(
  pairs: MovablePairs,
  basis: Basis,
  chosen: ArrayLike<number>,
  space?: FieldSpace,
  start?: Float64Array,
): Pausable<PairFields> {
  const count = chosen.length;
  const terms = space === undefined ? basis.terms.length : dimensionOf(space);
  const coefficients = new Float64Array(count * terms);
  const flows = { pairs, basis, space };
  const { errors: errorsWithoutMotion } = yield* matchesIn(
    flows,
    chosen,
    coefficients,
    FIELD_BLUR,
  );
  // Frames of half the resolution, if they can be pooled again, take a third of the
  // time.
  if (start !== undefined) coefficients.set(start);
  else if (pairs.side % 4 === 0) {
    const coarse = yield* coarseOf(pairs, chosen);
    const [all, sd] = [numbersTo(count), FIELD_BLUR * WIDER / 2];
    yield* improve({ ...flows, pairs: coarse }, all, coefficients, sd);
  } else {
    yield* improve(flows, chosen, coefficients, FIELD_BLUR * WIDER);
  }
  const matches = yield* improve(
    flows,
    chosen,
    coefficients,
    FIELD_BLUR,
    errorsWithoutMotion,
  );
  return {
    count,
    terms,
    coefficients,
    information: matches.curvatures,
    errors: matches.errors,
    errorsWithoutMotion,
  };
}

/** Selects the fields of some of the pairs, by their rows. */
export function someFields(
  fields: PairFields,
  rows: readonly number[],
): PairFields {
  const { terms } = fields;
  const some = (values: Float64Array, size: number) => {
    const out = new Float64Array(rows.length * size);
    rows.forEach((row, i) =>
      out.set(values.subarray(row * size, (row + 1) * size), i * size)
    );
    return out;
  };
  return {
    count: rows.length,
    terms,
    coefficients: some(fields.coefficients, terms),
    information: some(fields.information, terms ** 2),
    errors: some(fields.errors, 1),
    errorsWithoutMotion: some(fields.errorsWithoutMotion, 1),
  };
}

/** Pairs, and the fields that move them: of a basis, or of a space in it. */
interface Flows {
  readonly pairs: MovablePairs;
  readonly basis: Basis;
  readonly space: FieldSpace | undefined;
}

/**
 * Matches fields that are given by their parameters in the space, or coefficients in the
 * basis.
 */
const matchesIn = (
  { pairs, basis, space }: Flows,
  chosen: ArrayLike<number>,
  numbers: Float64Array,
  sd: number,
): Pausable<FieldMatches> =>
  fieldMatches(
    pairs,
    basis,
    chosen,
    space === undefined ? numbers : fieldCoefficients(space, numbers),
    sd,
    space,
  );

/**
 * Improves the fields of all pairs by Levenberg and Marquardt's steps, with one damping
 * per pair.
 *
 * @param coefficients The start; they are changed.
 * @param errorsWithoutMotion By default the errors at the start.
 * @returns The match at the end.
 */
function* improve(
  flows: Flows,
  chosen: ArrayLike<number>,
  coefficients: Float64Array,
  sd: number,
  errorsWithoutMotion?: Float64Array,
): Pausable<FieldMatches> {
  const count = chosen.length, terms = coefficients.length / count;
  const rowOf = (values: Float64Array, i: number) =>
    values.subarray(i * terms, (i + 1) * terms);
  const matchesOf = (rows: readonly number[], values: Float64Array) =>
    matchesIn(flows, rows.map((i) => chosen[i]), values, sd);
  const all = numbersTo(count);
  const found = yield* matchesOf(all, coefficients);
  const scales = errorsWithoutMotion ?? found.errors.slice();
  const ridge = RIDGE * meanDiagonal(found.curvatures, terms) || 1;
  const dampings = new Float64Array(count).fill(FIRST_DAMPING);
  let active = all;
  for (let round = 0; round < ROUNDS && active.length > 0; round++) {
    const tried = new Float64Array(active.length * terms);
    active.forEach((i, at) =>
      tried.set(
        stepped(
          rowOf(coefficients, i),
          rowOf(found.gradients, i),
          found.curvatures.subarray(i * terms ** 2, (i + 1) * terms ** 2),
          ridge,
          dampings[i],
        ),
        at * terms,
      )
    );
    yield;
    const next = yield* matchesOf(active, tried);
    active = active.filter((i, at) => {
      const before = found.errors[i] +
        ridge * squareOf(rowOf(coefficients, i));
      const after = next.errors[at] + ridge * squareOf(rowOf(tried, at));
      if (!(after < before)) {
        dampings[i] *= 6;
        return dampings[i] < MOST_DAMPING;
      }
      coefficients.set(rowOf(tried, at), i * terms);
      take(found, i, next, at, terms);
      dampings[i] = Math.max(dampings[i] / 4, LEAST_DAMPING);
      return before - after > SETTLED * scales[i];
    });
  }
  return found;
}

/** The coefficients after one damped step. */
function stepped(
  coefficients: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
  ridge: number,
  damping: number,
): Float64Array {
  const terms = coefficients.length, matrix = curvature.slice();
  for (let k = 0; k < terms; k++) {
    const at = k * (terms + 1);
    matrix[at] += ridge;
    matrix[at] *= 1 + damping;
  }
  const sides = gradient.map((slope, k) => slope + ridge * coefficients[k]);
  const step = solve(matrix, sides, terms);
  return coefficients.map((value, k) => value - step[k]);
}

/** Copies the match of one pair. */
function take(
  into: FieldMatches,
  i: number,
  from: FieldMatches,
  at: number,
  terms: number,
): void {
  into.errors[i] = from.errors[at];
  const part = (values: Float64Array, size: number) =>
    values.subarray(at * size, (at + 1) * size);
  into.gradients.set(part(from.gradients, terms), i * terms);
  into.curvatures.set(part(from.curvatures, terms ** 2), i * terms ** 2);
}

/** The squared Euclidean norm. */
const squareOf = (values: Float64Array): number => dot(values, values);

/** The mean of all diagonal entries of some square matrices. */
function meanDiagonal(matrices: Float64Array, n: number): number {
  let sum = 0;
  for (let at = 0; at < matrices.length; at += n * n) {
    for (let k = 0; k < n; k++) sum += matrices[at + k * (n + 1)];
  }
  return sum * n / matrices.length;
}
