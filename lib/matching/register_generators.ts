import type { Basis } from "../lie/basis.ts";
import { dot, norm } from "../lie/coefficients.ts";
import { multiply } from "../lie/expm.ts";
import { orthonormalRows } from "../lie/orthonormal_rows.ts";
import { inverseOf } from "../lie/solve.ts";
import { transposed } from "../lie/transposed.ts";
import type { Pausable } from "../runtime/pausable.ts";
import {
  eliminateOwn,
  influencesOfScores,
  type JointEquations,
  type JointStep,
  type NormalEquations,
  solveJoint,
} from "./eliminate.ts";
import { sumOf } from "./explained.ts";
import {
  FIELD_BLUR,
  type FieldMatches,
  fieldMatches,
} from "./field_matches.ts";
import {
  complementOf,
  dimensionOf,
  directionOf,
  fieldCoefficients,
  type FieldSpace,
} from "./field_space.ts";
import type { MovablePairs } from "./movable.ts";
import { withRidge } from "./ridge.ts";

/** A space of generators that was fitted to pairs, and the parameters of each pair. */
export interface GeneratorsFit {
  readonly space: FieldSpace;
  /** Numbers of the pairs that the space was fitted to. */
  readonly pairs: readonly number[];
  /**
   * `pairs.length * dimension`: x0 moved by exp(-sum_k v_k A_k) is matched with xt,
   * where A_k are the space's directions.
   */
  readonly parameters: Float64Array;
  /** `pairs.length * dimension^2`: the information matrix of each pair's parameters. */
  readonly information: Float64Array;
  /** Sum of squared residuals of each of these pairs. */
  readonly errors: Float64Array;
  /** The orthogonal complement, in which deviations of the space have coordinates. */
  readonly complement: FieldSpace;
  /**
   * `pairs.length * dimension * complement`: the influence of each pair on each
   * direction k, to first order, in the complement's coordinates (infinitesimal
   * jackknife, Efron 1982).
   */
  readonly influences: Float64Array;
  /** The space after one more step. */
  readonly next: FieldSpace;
}

/** The largest number of rounds of the joint fit. */
const ROUNDS = 8;

/** A step is the last one if it turns the space by less than this, in radians. */
const SETTLED = 1e-5;

const FIRST_DAMPING = 1e-4, LEAST_DAMPING = 1e-9, MOST_DAMPING = 10;

/** The start of a joint fit. */
export interface GeneratorsStart {
  readonly space: FieldSpace;
  /** Numbers of pairs. */
  readonly pairs: readonly number[];
  /** Parameters of these pairs, as in {@linkcode GeneratorsFit}. */
  readonly parameters: Float64Array;
}

/**
 * Fits a space of generators and the parameters of all pairs together. It minimises the
 * squared residuals along the exact flows exp(-sum_k v_k A_k) by Levenberg and
 * Marquardt's method.
 *
 * Only the space is determined, not its basis, so the directions change only in the
 * orthogonal complement.
 *
 * @param sd Standard deviation of the residuals' blur, in cells.
 * @param rounds The largest number of rounds.
 */
export function* registerGenerators(
  pairs: MovablePairs,
  basis: Basis,
  start: GeneratorsStart,
  sd = FIELD_BLUR,
  rounds = ROUNDS,
): Pausable<GeneratorsFit> {
  const chosen = start.pairs;
  const evaluate = function* (state: State) {
    const coefficients = fieldCoefficients(state.space, state.parameters);
    const found = yield* fieldMatches(pairs, basis, chosen, coefficients, sd);
    const complement = complementOf(state.space);
    const equations = equationsOf(state, complement, found);
    return {
      ...state,
      complement,
      found,
      equations,
      error: sumOf(found.errors),
    };
  };
  let at = yield* evaluate(start);
  let damping = FIRST_DAMPING;
  for (let round = 0; round < rounds; round++) {
    const step = solveJoint(reducedEquations(at.equations, damping));
    yield;
    const next = yield* evaluate(takeStep(at, at.complement, step));
    if (next.error < at.error) {
      at = next;
      damping = Math.max(damping / 10, LEAST_DAMPING);
      if (norm(step.shared) < SETTLED) break;
    } else {
      damping *= 100;
      if (damping > MOST_DAMPING || norm(step.shared) < SETTLED) break;
    }
  }
  const { space, parameters, complement, found, equations } = at;
  const reduced = reducedEquations(equations, 0);
  const { matrix, scores } = reduced;
  const influences = new Float64Array(scores.length);
  const inverse = inverseOf(matrix, Math.sqrt(matrix.length));
  influencesOfScores(inverse, scores, influences);
  return {
    space,
    pairs: chosen,
    parameters,
    information: equations.own.curvature,
    errors: found.errors,
    complement,
    influences,
    next: takeStep(at, complement, solveJoint(reduced)).space,
  };
}

type State = Pick<GeneratorsStart, "space" | "parameters">;

/**
 * Computes the normal equations of the parameters v of all pairs, and of the directions,
 * which all pairs share. A pair's field is sum_k v_k A_k, so its derivative in a
 * coordinate of A_k is v_k times the derivative along the complement's direction.
 */
function equationsOf(
  { space, parameters }: State,
  complement: FieldSpace,
  { gradients, curvatures }: FieldMatches,
): JointEquations {
  const { terms } = space, size = dimensionOf(space), free = terms - size;
  const shared = size * free, count = parameters.length / size;
  const own = {
    size,
    gradient: new Float64Array(count * size),
    curvature: new Float64Array(count * size ** 2),
    mixed: new Float64Array(count * size * shared),
  };
  const gradient = new Float64Array(count * shared);
  const curvature = new Float64Array(shared ** 2);
  const axes = Float64Array.of(...space.directions, ...complement.directions);
  const byColumn = transposed(axes, terms), square = terms ** 2;
  // The unknown u is the coordinate of the direction u / free along axis(u).
  const axis = (u: number) => size + u % free;
  for (let i = 0; i < count; i++) {
    const v = (u: number) => parameters[i * size + Math.floor(u / free)];
    const ofPair = gradients.subarray(i * terms, (i + 1) * terms);
    const slope = (k: number) =>
      dot(axes.subarray(k * terms, (k + 1) * terms), ofPair);
    const information = curvatures.subarray(i * square, (i + 1) * square);
    const half = multiply(axes, information, terms);
    const turned = multiply(half, byColumn, terms);
    const product = (k: number, l: number) => turned[k * terms + l];
    for (let k = 0; k < size; k++) {
      const row = i * size + k;
      own.gradient[row] = slope(k);
      for (let l = 0; l < size; l++) {
        own.curvature[row * size + l] = product(k, l);
      }
      for (let u = 0; u < shared; u++) {
        own.mixed[row * shared + u] = v(u) * product(k, axis(u));
      }
    }
    for (let u = 0; u < shared; u++) {
      gradient[i * shared + u] = v(u) * slope(axis(u));
      for (let w = 0; w < shared; w++) {
        curvature[u * shared + w] += v(u) * v(w) * product(axis(u), axis(w));
      }
    }
  }
  return { own, gradient, curvature };
}

/**
 * Eliminates the parameters of all pairs. Each pair's block, and the reduced equations,
 * have a ridge relative to their own diagonal, because all unknowns of each have one
 * unit.
 */
function reducedEquations(
  { own, gradient, curvature }: JointEquations,
  damping: number,
): NormalEquations {
  const blocks = own.curvature.slice(), square = own.size ** 2;
  for (let at = 0; at < blocks.length; at += square) {
    withRidge(blocks.subarray(at, at + square), own.size, damping);
  }
  const equations = eliminateOwn({
    own: { ...own, curvature: blocks },
    gradient,
    curvature,
  });
  withRidge(equations.matrix, Math.sqrt(curvature.length), damping);
  return equations;
}

/** The state after a step, with orthonormal directions. */
function takeStep(
  { space, parameters }: State,
  complement: FieldSpace,
  step: JointStep,
): State {
  const { terms } = space;
  const across = fieldCoefficients(complement, step.shared);
  const moved = {
    terms,
    directions: space.directions.map((value, i) => value + (across[i] ?? 0)),
  };
  const next = { terms, directions: orthonormalRows(moved.directions, terms) };
  const fields = fieldCoefficients(
    moved,
    parameters.map((value, i) => value + step.own[i]),
  );
  return { space: next, parameters: parametersIn(next, fields) };
}

/**
 * Computes the parameters of fields in a space, by orthogonal projection of their
 * coefficients.
 *
 * @param fields `count * terms` coefficients.
 * @returns `count * dimension`.
 */
export function parametersIn(
  space: FieldSpace,
  fields: Float64Array,
): Float64Array {
  const { terms } = space, dimension = dimensionOf(space);
  const out = new Float64Array(fields.length / terms * dimension);
  for (let i = 0; i < fields.length / terms; i++) {
    const field = fields.subarray(i * terms, (i + 1) * terms);
    for (let k = 0; k < dimension; k++) {
      out[i * dimension + k] = dot(field, directionOf(space, k));
    }
  }
  return out;
}
