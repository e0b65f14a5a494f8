import { cholesky } from "../lie/cholesky.ts";
import { dot } from "../lie/coefficients.ts";
import { orthonormalRows } from "../lie/orthonormal_rows.ts";
import { solve } from "../lie/solve.ts";
import { symmetricEigen } from "../lie/symmetric_eigen.ts";
import { transposed } from "../lie/transposed.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { sumOf } from "./explained.ts";
import { fieldCoefficients, type FieldSpace } from "./field_space.ts";
import type { PairFields } from "./pair_fields.ts";
import { withRidge } from "./ridge.ts";

/** The largest number of rounds of alternating least squares. */
const ROUNDS = 100;

/** A round that lowers the error by a smaller share of it is the last one. */
const SETTLED = 1e-5;

/**
 * Factor of the mean information matrix in the ridge that shrinks fields for the start.
 * With 0.1, directions about which a pair has ten times less information than the mean
 * count little.
 */
const PULL = 0.1;

/**
 * Fits the spaces of every dimension from 1 on to the fields of pairs: the directions A
 * (orthonormal rows) that minimise sum_b (a_b - A^T v_b)^T H_b (a_b - A^T v_b), by
 * alternating least squares.
 *
 * They start from the principal directions of the fields. The fields are shrunk in
 * directions about which a pair has little information, because single pairs would lead
 * to local minima. The sum does not depend on the basis of the fields, so the spaces do
 * not either.
 *
 * @param most The largest dimension, at most the number of terms.
 * @returns The spaces, the smallest first.
 */
export function* fieldSpaces(
  fields: PairFields,
  most: number,
): Pausable<FieldSpace[]> {
  const spaces: FieldSpace[] = [];
  const start = principalDirections(pulled(fields));
  for (let dimension = 1; dimension <= most; dimension++) {
    const first = start.subarray(0, dimension * fields.terms);
    spaces.push(yield* improved(fields, orthonormalRows(first, fields.terms)));
  }
  return spaces;
}

/** Improves a space by alternating least squares. */
function* improved(
  fields: PairFields,
  start: Float64Array,
): Pausable<FieldSpace> {
  const { terms } = fields;
  let directions = start;
  let left = sumOfLeft(fields, { terms, directions });
  for (let round = 0; round < ROUNDS; round++) {
    const next = orthonormalRows(bestDirections(fields, directions), terms);
    yield;
    const nextLeft = sumOfLeft(fields, { terms, directions: next });
    yield;
    if (!(nextLeft < left)) break;
    const gain = 1 - nextLeft / left;
    directions = next;
    left = nextLeft;
    if (gain < SETTLED) break;
  }
  return { terms, directions };
}

/** The fields of a space that are nearest to the pairs' fields, `count * terms`. */
function nearest(fields: PairFields, space: FieldSpace): Float64Array {
  const { count } = fields;
  const dimension = space.directions.length / space.terms;
  const parameters = new Float64Array(count * dimension);
  for (let i = 0; i < count; i++) {
    parameters.set(coordinates(fields, i, space.directions), i * dimension);
  }
  return dimension === 0
    ? new Float64Array(count * space.terms)
    : fieldCoefficients(space, parameters);
}

/**
 * Computes the increase of each pair's error if its field is replaced by the nearest one
 * of a space, to second order: d^T H d.
 */
export function leftBySpace(
  fields: PairFields,
  space: FieldSpace,
): Float64Array {
  const { count, terms, coefficients } = fields;
  const rest = nearest(fields, space).map((value, i) =>
    coefficients[i] - value
  );
  return Float64Array.from({ length: count }, (_, i) => {
    const d = rest.subarray(i * terms, (i + 1) * terms);
    return dot(d, informationTimes(fields, i, d));
  });
}

const sumOfLeft = (fields: PairFields, space: FieldSpace): number =>
  sumOf(leftBySpace(fields, space));

/** The product H d for one pair. */
function informationTimes(
  { information, terms }: PairFields,
  pair: number,
  d: Float64Array,
): Float64Array {
  const out = new Float64Array(terms);
  for (let k = 0; k < terms; k++) {
    const row = (pair * terms + k) * terms;
    for (let l = 0; l < terms; l++) out[k] += information[row + l] * d[l];
  }
  return out;
}

/** The coordinates v of the nearest field of a space: A H A^T v = A H a. */
function coordinates(
  fields: PairFields,
  pair: number,
  directions: Float64Array,
): Float64Array {
  const { terms, coefficients } = fields;
  const dimension = directions.length / terms;
  const row = (k: number) => directions.subarray(k * terms, (k + 1) * terms);
  const ofPair = coefficients.subarray(pair * terms, (pair + 1) * terms);
  const matrix = new Float64Array(dimension ** 2);
  const sides = new Float64Array(dimension);
  for (let k = 0; k < dimension; k++) {
    const weighted = informationTimes(fields, pair, row(k));
    sides[k] = dot(weighted, ofPair);
    for (let l = 0; l < dimension; l++) {
      matrix[k * dimension + l] = dot(weighted, row(l));
    }
  }
  return solve(withRidge(matrix, dimension), sides, dimension);
}

/** The directions with the least error if every pair keeps its coordinates. */
function bestDirections(
  fields: PairFields,
  directions: Float64Array,
): Float64Array {
  const { count, terms, coefficients, information } = fields;
  const dimension = directions.length / terms, size = directions.length;
  const matrix = new Float64Array(size * size), sides = new Float64Array(size);
  for (let i = 0; i < count; i++) {
    const v = coordinates(fields, i, directions);
    const weighted = informationTimes(
      fields,
      i,
      coefficients.subarray(i * terms, (i + 1) * terms),
    );
    for (let k = 0; k < dimension; k++) {
      for (let l = 0; l < terms; l++) {
        sides[k * terms + l] += v[k] * weighted[l];
      }
      for (let m = 0; m < dimension; m++) {
        const product = v[k] * v[m];
        for (let l = 0; l < terms; l++) {
          const into = (k * terms + l) * size + m * terms;
          const from = (i * terms + l) * terms;
          for (let n = 0; n < terms; n++) {
            matrix[into + n] += product * information[from + n];
          }
        }
      }
    }
  }
  return solve(withRidge(matrix, size), sides, size);
}

/** The mean information matrix of all pairs. */
function meanInformation({ count, terms, information }: PairFields) {
  const mean = new Float64Array(terms ** 2);
  information.forEach((value, i) => mean[i % terms ** 2] += value / count);
  return withRidge(mean, terms);
}

/** The fields a' that minimise (a' - a)^T H (a' - a) + PULL a'^T M a', M the mean H. */
function pulled(fields: PairFields): PairFields {
  const { count, terms, coefficients, information } = fields;
  const pull = meanInformation(fields).map((value) => PULL * value);
  const out = new Float64Array(count * terms);
  for (let i = 0; i < count; i++) {
    const own = coefficients.subarray(i * terms, (i + 1) * terms);
    const start = i * terms ** 2;
    const matrix = pull.map((value, at) => value + information[start + at]);
    out.set(
      solve(matrix, informationTimes(fields, i, own), terms),
      i * terms,
    );
  }
  return { ...fields, coefficients: out };
}

/**
 * Computes the principal directions of the fields in the metric of the mean information
 * matrix R R^T, which are those of R^T a: `terms^2` numbers, the row of largest variance
 * first.
 */
function principalDirections(fields: PairFields): Float64Array {
  const { count, terms, coefficients } = fields;
  const root = cholesky(meanInformation(fields), terms);
  const scatter = new Float64Array(terms ** 2);
  const b = new Float64Array(terms);
  for (let i = 0; i < count; i++) {
    b.fill(0);
    for (let k = 0; k < terms; k++) {
      const value = coefficients[i * terms + k];
      for (let l = 0; l <= k; l++) b[l] += root[k * terms + l] * value;
    }
    for (let k = 0; k < terms; k++) {
      for (let l = 0; l < terms; l++) scatter[k * terms + l] += b[k] * b[l];
    }
  }
  const { vectors } = symmetricEigen(scatter, terms);
  // A direction b corresponds to the coefficients a with R^T a = b.
  return transposed(
    solve(transposed(root, terms), transposed(vectors, terms), terms),
    terms,
  );
}
