import { quantile } from "d3-array";
import { cholesky } from "../lie/cholesky.ts";
import { dot } from "../lie/coefficients.ts";
import { randomStream, standardNormal } from "../random/streams.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { FEW_PAIRS } from "./influences.ts";
import { BLUR_COLUMNS } from "./relative_blurs.ts";
import { removeAlong } from "./normal_equations.ts";
import type { Polished } from "./polish.ts";

/** An interval of numbers. */
export interface Interval {
  /** The lower end. */
  readonly low: number;
  /** The upper end. */
  readonly high: number;
}

/** The half-width of the widest interval. */
export const widest = (intervals: readonly Interval[]): number =>
  intervals.reduce(
    (most, { low, high }) => Math.max(most, (high - low) / 2),
    0,
  );

/** A fit, and the numbers of the pairs that it was made from. */
export type Alternative =
  & Pick<Polished, "alpha" | "influences" | "nextAlpha">
  & { readonly pairs: readonly number[] };

/** The probability that one of the intervals does not contain the truth. */
const MISSED = 0.05;

/** Number of draws for the quantile of the largest deviation. */
const DRAWS = 4000;

/** Number of cells of a match that take as long as a draw of 12 coefficients, 3 us. */
const CELLS_PER_DRAW = 10;

/**
 * Standard deviation of a coefficient in an exact fit, by numerical errors: images and
 * flows are in float32, and the flow is interpolated between tabulated times.
 */
const PRECISION = 1e-5;

/**
 * Computes joint 95 % confidence intervals of a unit generator's coefficients.
 *
 * A unit vector varies only on the tangent space of the sphere, so all deviations are
 * taken there. Their covariance over draws of pairs is the sum of the outer products of
 * the influences. Alternative fits of the same pairs, and one more step of a fit that
 * did not converge, may change alpha by more than this covariance predicts (a
 * specification test of Hausman 1978). The excess is taken as a bias of unknown
 * direction: it widens all intervals by one factor, pooled over coefficients
 * (Birge 1932).
 *
 * If there are few pairs, the blocks of their frames replace the pairs.
 *
 * Influences of pairs that may depend on each other are summed before the outer product
 * is taken (the cluster-robust covariance of Cameron, Gelbach and Miller 2011, with the
 * factor of its section 2.3). The degrees of freedom are then the number of clusters
 * less one, for the mean.
 *
 * @param found The fit that is reported.
 * @param alternatives Fits that would agree with it if only the draw of pairs mattered.
 * @param clusters The cluster of every pair, by the pair's number; by default all pairs
 * are independent.
 */
export function* jointIntervals(
  found: Alternative,
  alternatives: readonly Alternative[],
  clusters?: ArrayLike<number>,
): Pausable<Interval[]> {
  const { alpha, influences } = found;
  const terms = alpha.length;
  const inBlocks = found.pairs.length < FEW_PAIRS &&
    influences.blocksPerPair >= LEAST_BLOCKS;
  const parts = partsOf(found, inBlocks), count = parts.numbers.length;
  if (inBlocks && clusters !== undefined) {
    clusters = clustersOfBlocks(clusters, influences.blocksPerPair);
  }
  // With blocks, the t of every pair takes one more degree of freedom.
  const ofTimes = inBlocks ? found.pairs.length : 0;
  const left = Math.max(count - (terms - 1) - BLUR_COLUMNS - ofTimes, 1);
  const sums = sumsByCluster(parts, terms, clusters);
  const independent = sums.length / terms;
  if (clusters !== undefined && independent < 2) {
    return Array.from(alpha, () => ({ low: -1, high: 1 }));
  }
  // The fit makes the residuals smaller than the errors. If every pair is its own
  // cluster, both cases are equal.
  const shrinkage = clusters === undefined
    ? count / left
    : independent * (count - 1) / ((independent - 1) * left);
  const free = clusters === undefined ? left : Math.min(independent - 1, left);
  const covariance = outerProducts(sums, terms)
    .map((value) => value * shrinkage);
  const errors = alpha.map((_, k) =>
    Math.sqrt(
      covariance[k * (terms + 1)] + influences.places[k] + PRECISION ** 2,
    )
  );
  let bias = 0;
  for (const other of [found, ...alternatives]) {
    const expected = differences(found, other, inBlocks, clusters);
    bias += excessOf(found, other, errors, expected, shrinkage);
    yield;
  }
  const factor = Math.sqrt(1 + bias) *
    (yield* largestDeviation(covariance, errors, free));
  const variances = errors.map((error) => (1 + bias) * error ** 2);
  // To second order, a coefficient shrinks as the unit vector turns.
  const shortening = 1 - Math.cos(farthest(variances));
  return Array.from(alpha, (value, k) => {
    const half = factor * errors[k] + shortening * Math.abs(value);
    if (!Number.isFinite(half)) return { low: -1, high: 1 };
    return {
      low: Math.max(-1, value - half),
      high: Math.min(1, value + half),
    };
  });
}

/**
 * In a fit to few pairs, the blocks of their frames are taken as independent if each
 * pair has at least this many blocks. A few pairs would leave no degree of freedom for
 * the 13 parameters.
 */
const LEAST_BLOCKS = 9;

/** The independent parts of a fit: pairs, or the blocks of pairs. */
interface Parts {
  /** The number of each part. */
  readonly numbers: readonly number[];
  /** The influence of each part, `numbers.length * terms`. */
  readonly influences: Float64Array;
}

function partsOf(
  { pairs, influences }: Alternative,
  inBlocks: boolean,
): Parts {
  if (!inBlocks) return { numbers: pairs, influences: influences.pairs };
  const { blocks, blocksPerPair } = influences;
  const numbers = pairs.flatMap((pair) =>
    Array.from({ length: blocksPerPair }, (_, k) => pair * blocksPerPair + k)
  );
  return { numbers, influences: blocks };
}

/**
 * The cluster of every block: blocks at one place in the pairs of one cluster are
 * together.
 */
const clustersOfBlocks = (
  clusters: ArrayLike<number>,
  blocksPerPair: number,
): Float64Array =>
  Float64Array.from(
    { length: clusters.length * blocksPerPair },
    (_, i) =>
      clusters[Math.floor(i / blocksPerPair)] * blocksPerPair +
      i % blocksPerPair,
  );

/**
 * Sums the influences of each cluster's parts; clusters are in the order of their first
 * parts.
 */
function sumsByCluster(
  { numbers, influences }: Parts,
  terms: number,
  clusters?: ArrayLike<number>,
): Float64Array {
  if (clusters === undefined) return influences;
  const rowOf = new Map<number, number>();
  for (const number of numbers) {
    const cluster = clusters[number];
    if (!rowOf.has(cluster)) rowOf.set(cluster, rowOf.size);
  }
  const sums = new Float64Array(rowOf.size * terms);
  numbers.forEach((number, i) => {
    const start = rowOf.get(clusters[number])! * terms;
    for (let k = 0; k < terms; k++) {
      sums[start + k] += influences[i * terms + k];
    }
  });
  return sums;
}

/** Sum of the outer products of influences, `terms^2`. */
function outerProducts(influences: Float64Array, terms: number): Float64Array {
  const out = new Float64Array(terms * terms);
  for (let start = 0; start < influences.length; start += terms) {
    for (let k = 0; k < terms; k++) {
      for (let l = 0; l < terms; l++) {
        out[k * terms + l] += influences[start + k] * influences[start + l];
      }
    }
  }
  return out;
}

/** The sign of another fit's generator relative to the found one, 1 or -1. */
const signOf = (found: Alternative, other: Alternative): number =>
  Math.sign(dot(found.alpha, other.nextAlpha)) || 1;

/**
 * Computes the mean square of the change by an alternative fit, in standard errors, less
 * the mean square expected from the draw of pairs alone.
 *
 * @param expected Variance of the change over draws of pairs, per coefficient.
 */
function excessOf(
  found: Alternative,
  other: Alternative,
  errors: Float64Array,
  expected: Float64Array,
  shrinkage: number,
): number {
  const { alpha } = found;
  const sign = signOf(found, other);
  const change = other.nextAlpha.map((value, k) => sign * value - alpha[k]);
  removeAlong(alpha, change, 0, 1);
  let excess = 0;
  errors.forEach((error, k) => {
    excess += (change[k] ** 2 - shrinkage * expected[k]) / error ** 2;
  });
  // The tangent space has one dimension less than there are terms.
  return Math.max(0, excess / Math.max(alpha.length - 1, 1));
}

/** The variance of the difference of two fits over draws of pairs, per coefficient. */
function differences(
  found: Alternative,
  other: Alternative,
  inBlocks: boolean,
  clusters?: ArrayLike<number>,
): Float64Array {
  const terms = found.alpha.length;
  const sign = signOf(found, other);
  const [ours, theirs] = [found, other].map((fit) => partsOf(fit, inBlocks));
  const rowOf = new Map(ours.numbers.map((number, i) => [number, i]));
  const out = new Float64Array(terms);
  const numbers: number[] = [], rows: number[] = [];
  const difference = new Float64Array(terms);
  const add = (
    number: number,
    i: number | undefined,
    j: number | undefined,
  ) => {
    for (let k = 0; k < terms; k++) {
      const own = i === undefined ? 0 : ours.influences[i * terms + k];
      const its = j === undefined ? 0 : theirs.influences[j * terms + k];
      difference[k] = sign * its - own;
    }
    removeAlong(found.alpha, difference, 0, 1);
    numbers.push(number);
    rows.push(...difference);
  };
  theirs.numbers.forEach((number, j) => {
    add(number, rowOf.get(number), j);
    rowOf.delete(number);
  });
  for (const [number, i] of rowOf) add(number, i, undefined);
  const parts = { numbers, influences: Float64Array.from(rows) };
  sumsByCluster(parts, terms, clusters)
    .forEach((value, i) => out[i % terms] += value ** 2);
  return out;
}

/**
 * Computes the 95 % quantile of the largest |deviation| among all coefficients, in
 * standard errors, for deviations of a multivariate Student distribution.
 *
 * @param free Degrees of freedom of the distribution.
 */
function* largestDeviation(
  covariance: Float64Array,
  errors: Float64Array,
  free: number,
): Pausable<number> {
  const terms = errors.length;
  const correlation = covariance.map((value, i) => {
    const [k, l] = [Math.floor(i / terms), i % terms];
    return k === l ? 1 : value / (errors[k] * errors[l]);
  });
  const root = cholesky(correlation, terms);
  const gauss = standardNormal(randomStream(0, "largest deviation"));
  const draw = new Float64Array(terms);
  const largest = new Float64Array(DRAWS);
  yield* pausingLoop(DRAWS, CELLS_PER_DRAW, (i) => {
    for (let k = 0; k < terms; k++) draw[k] = gauss();
    let most = 0;
    for (let k = 0; k < terms; k++) {
      let value = 0;
      for (let l = 0; l <= k; l++) value += root[k * terms + l] * draw[l];
      most = Math.max(most, Math.abs(value));
    }
    largest[i] = most / Math.sqrt(chiSquared(gauss, free) / free);
  });
  return quantile(largest, 1 - MISSED)!;
}

/**
 * With more degrees of freedom, a chi-squared variable is drawn by a normal
 * approximation.
 */
const MANY = 60;

/** One draw of a chi-squared variable (Wilson and Hilferty 1931 where `free` is large). */
function chiSquared(gauss: () => number, free: number): number {
  if (free > MANY) {
    const part = 2 / (9 * free);
    return free * (1 - part + Math.sqrt(part) * gauss()) ** 3;
  }
  let sum = 0;
  for (let i = 0; i < free; i++) sum += gauss() ** 2;
  return sum;
}

/** The 95 % quantile, about, of the angle that the unit vector turns by. */
function farthest(variances: Float64Array): number {
  let [mean, spread] = [0, 0];
  for (const variance of variances) {
    mean += variance;
    spread += 2 * variance ** 2;
  }
  return Math.min(Math.sqrt(mean + 2 * Math.sqrt(spread)), Math.PI / 2);
}
