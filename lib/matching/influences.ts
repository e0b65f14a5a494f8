import type { Pausable } from "../runtime/pausable.ts";
import { inverseOf } from "../lie/solve.ts";
import type { OrbitTable } from "../flow/orbit_table.ts";
import { influencesOfScores, type NormalEquations } from "./eliminate.ts";
import { BLUR_COLUMNS } from "./relative_blurs.ts";
import { eachMatch, type Linearised } from "./residuals.ts";
import type { MovablePairs } from "./movable.ts";
import type { State } from "./registration.ts";
import { reduced, removeAlong } from "./normal_equations.ts";

/**
 * The effect of the errors of each pair, and of each place in the frame, on a fitted
 * alpha.
 */
export interface Influences {
  /**
   * `pairs * terms`: the influence of each pair on alpha, to first order. Influences are
   * tangent to the unit sphere at alpha. The sum of their outer products is the
   * covariance of alpha over draws of pairs (infinitesimal jackknife, Efron 1982).
   */
  readonly pairs: Float64Array;
  /**
   * `pairs * blocksPerPair * terms`: the influence of each block of a pair's frame on
   * alpha. Blocks replace pairs as independent parts if there are too few pairs to
   * estimate the variance between them; the errors of two blocks are nearly independent.
   * Empty, with 0 blocks per pair, if a fit has more pairs than `MOST_IN_BLOCKS`.
   */
  readonly blocks: Float64Array;
  /** Number of blocks per pair, 0 if there are none. */
  readonly blocksPerPair: number;
  /**
   * Variance of every coefficient by errors at a fixed place of the frame that all pairs
   * share, for example because all show one picture. It is the second dimension of a
   * two-way cluster-robust covariance (Cameron, Gelbach and Miller 2011), less the part
   * that the first dimension contains.
   */
  readonly places: Float64Array;
}

/** The largest number of patches per side of the frame. */
const PATCHES = 7;

/**
 * The least number of cells per side of a block, on the frame of pooled residuals. The
 * blur before pooling correlates errors over about two cells.
 */
const BLOCK = 4;

/**
 * Blocks replace pairs in fits to fewer pairs than `FEW_PAIRS`. A variant of such a fit
 * has at most twice as many pairs, so blocks are computed up to that number.
 */
export const FEW_PAIRS = 40;
const MOST_IN_BLOCKS = 2 * FEW_PAIRS;

/** A division of a frame into squares. */
interface Squares {
  readonly count: number;
  /** The square of every cell. */
  readonly of: Uint32Array;
}

/**
 * @param side Cells per side.
 * @param across Squares per side.
 */
const squaresOf = (side: number, across: number): Squares => ({
  count: across * across,
  of: Uint32Array.from({ length: side * side }, (_, cell) => {
    const [row, column] = [Math.floor(cell / side), cell % side];
    return Math.floor(row * across / side) * across +
      Math.floor(column * across / side);
  }),
});

/** Inputs of a finished fit, and the flow at its end. */
export interface FitContext {
  readonly pairs: MovablePairs;
  readonly chosen: ArrayLike<number>;
  /** Standard deviation of the residuals' blur, in cells. */
  readonly sd: number;
  /** The flow at the end of the fit. */
  readonly table: OrbitTable;
}

/**
 * Computes the influences on alpha at the end of a fit: -A^-1 s, where A is the Hessian
 * and s the gradient of a pair, or of a patch of a pair, both on the tangent space of
 * the unit sphere at alpha.
 *
 * @param found The match at the end of the fit.
 */
export function* influencesOf(
  context: FitContext,
  state: State,
  found: Linearised,
): Pausable<Influences> {
  const { alpha } = state;
  const terms = alpha.length, columns = terms + BLUR_COLUMNS;
  const equations = reduced(found, alpha, 0);
  const { matrix, scores } = equations;
  const inverse = inverseOf(matrix, columns);
  const pairs = new Float64Array(scores.length / columns * terms);
  influencesOfScores(inverse, scores, pairs);
  const inPairs = influencesInPairs(context, state, equations, inverse);
  return { pairs, ...yield* inPairs };
}

/**
 * Computes the influences of the parts of every pair.
 *
 * @param inverse The inverse of the equations' matrix.
 */
function* influencesInPairs(
  { pairs, chosen, sd, table }: FitContext,
  state: State,
  { scores: ofPairs, own }: NormalEquations,
  inverse: Float64Array,
): Pausable<Omit<Influences, "pairs">> {
  const { alpha, t } = state;
  const terms = alpha.length, columns = terms + BLUR_COLUMNS;
  const half = pairs.side / 2;
  const patches = squaresOf(half, Math.min(PATCHES, half));
  const across = t.length > MOST_IN_BLOCKS
    ? 0
    : Math.min(PATCHES, Math.max(1, Math.floor(half / BLOCK)));
  const blocks = squaresOf(half, across);
  const sums = new Float64Array(patches.count * terms);
  const squares = new Float64Array(terms);
  const ofBlocks = new Float64Array(t.length * blocks.count * terms);
  const byPatch = new Float64Array(patches.count * columns);
  const byBlock = new Float64Array(blocks.count * columns);
  const ofPatches = new Float64Array(sums.length);
  const score = new Float64Array(columns);
  yield* eachMatch(
    pairs,
    table,
    t,
    chosen,
    sd,
    state.blurs,
    (i, planes, { scale }) => {
      const [residual, slope] = planes;
      byPatch.fill(0);
      byBlock.fill(0);
      const ofT = own.mixed.subarray(i * columns, (i + 1) * columns);
      residual.forEach((error, cell) => {
        const weighted = scale * error;
        const pullOfT = slope[cell] / own.curvature[i];
        const inPatch = patches.of[cell] * columns;
        for (let k = 0; k < columns; k++) {
          score[k] = weighted * (planes[2 + k][cell] - ofT[k] * pullOfT);
          byPatch[inPatch + k] += score[k];
        }
        if (across === 0) return;
        const inBlock = blocks.of[cell] * columns;
        for (let k = 0; k < columns; k++) byBlock[inBlock + k] += score[k];
      });
      const ofPair = ofPairs.subarray(i * columns, (i + 1) * columns);
      for (const scores of [byPatch, byBlock]) {
        completeScores(scores, ofPair, alpha);
      }
      influencesOfScores(inverse, byPatch, ofPatches);
      ofPatches.forEach((value, at) => {
        sums[at] += value;
        squares[at % terms] += value ** 2;
      });
      const perPair = blocks.count * terms;
      influencesOfScores(
        inverse,
        byBlock,
        ofBlocks.subarray(i * perPair, (i + 1) * perPair),
      );
    },
  );
  const places = squares.map((square, k) => {
    let sum = 0;
    for (let at = k; at < sums.length; at += terms) sum += sums[at] ** 2;
    return Math.max(0, sum - square);
  });
  return { places, blocks: ofBlocks, blocksPerPair: blocks.count };
}

/**
 * Projects the gradients of a pair's squares, and subtracts from each an equal part of
 * the noise effect, which the pair's gradient is already without.
 */
function completeScores(
  scores: Float64Array,
  ofPair: Float64Array,
  alpha: Float64Array,
): void {
  const columns = ofPair.length, squares = scores.length / columns;
  for (let at = 0; at < scores.length; at += columns) {
    removeAlong(alpha, scores, at, 1);
  }
  for (let k = 0; k < columns; k++) {
    let excess = -ofPair[k];
    for (let at = k; at < scores.length; at += columns) excess += scores[at];
    for (let at = k; at < scores.length; at += columns) {
      scores[at] -= excess / squares;
    }
  }
}
