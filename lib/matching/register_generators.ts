import type { Basis } from "../lie/basis.ts";
import { norm } from "../lie/coefficients.ts";
import { dot } from "../lie/coefficients.ts";
import { orthonormalRows } from "../lie/orthonormal_rows.ts";
import { inverseOf, solve } from "../lie/solve.ts";
import type { Pausable } from "../runtime/pausable.ts";
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
import { numbersTo } from "./frames.ts";
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
 * The Hessian is block-diagonal in the pairs' parameters, so they are eliminated by a
 * Schur complement. Only the space is determined, not its basis, so the directions
 * change only in the orthogonal complement.
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
    return { state, found, error: sumOf(found.errors) };
  };
  let at = yield* evaluate(start);
  let damping = FIRST_DAMPING;
  for (let round = 0; round < rounds; round++) {
    const step = stepOf(at.state, at.found, damping);
    yield;
    const next = yield* evaluate(takeStep(at.state, step));
    if (next.error < at.error) {
      at = next;
      damping = Math.max(damping / 10, LEAST_DAMPING);
      if (norm(step.space) < SETTLED) break;
    } else {
      damping *= 100;
      if (damping > MOST_DAMPING || norm(step.space) < SETTLED) break;
    }
  }
  const { space, parameters } = at.state;
  const step = stepOf(at.state, at.found, 0);
  return {
    space,
    pairs: chosen,
    parameters,
    information: step.information,
    errors: at.found.errors,
    complement: step.complement,
    influences: step.influences,
    next: takeStep(at.state, step).space,
  };
}

type State = Pick<GeneratorsStart, "space" | "parameters">;

/** A step of the joint fit. */
interface Step {
  readonly complement: FieldSpace;
  /** Step of the directions, `dimension * complement`. */
  readonly space: Float64Array;
  /** Step of the parameters, `count * dimension`. */
  readonly parameters: Float64Array;
  /** The influences, as in {@linkcode GeneratorsFit}. */
  readonly influences: Float64Array;
  readonly information: Float64Array;
}

/**
 * Gradient and curvature of one pair along the directions of the space, and across them
 * (in the complement).
 */
interface PairSystem {
  /** Curvature in the parameters, `dimension^2`. */
  readonly along: Float64Array;
  /** Change of the parameters per change across: `dimension * free`. */
  readonly response: Float64Array;
  /** Change of the parameters by their own gradient, `dimension`. */
  readonly own: Float64Array;
  /** Gradient across with the parameters eliminated, `free`. */
  readonly score: Float64Array;
  /** Curvature across with the parameters eliminated, `free^2`. */
  readonly curvature: Float64Array;
}

/** The damped Gauss-Newton step of the space and of all parameters. */
function stepOf(
  { space, parameters }: State,
  found: FieldMatches,
  damping: number,
): Step {
  const dimension = dimensionOf(space), complement = complementOf(space);
  const free = dimensionOf(complement), size = dimension * free;
  const count = parameters.length / dimension;
  const systems = Array.from(
    { length: count },
    (_, i) => pairSystem(found, i, space, complement, damping),
  );
  const matrix = new Float64Array(size * size);
  const scores = new Float64Array(count * size);
  systems.forEach(({ score, curvature }, i) => {
    for (let k = 0; k < dimension; k++) {
      const v = parameters[i * dimension + k];
      for (let a = 0; a < free; a++) {
        scores[i * size + k * free + a] = v * score[a];
      }
      for (let l = 0; l < dimension; l++) {
        const product = v * parameters[i * dimension + l];
        for (let a = 0; a < free; a++) {
          const row = (k * free + a) * size + l * free;
          for (let b = 0; b < free; b++) {
            matrix[row + b] += product * curvature[a * free + b];
          }
        }
      }
    }
  });
  const inverse = inverseOf(withRidge(matrix, size, damping), size);
  const influences = new Float64Array(count * size);
  const step = new Float64Array(size);
  for (let i = 0; i < count; i++) {
    const score = scores.subarray(i * size, (i + 1) * size);
    for (let k = 0; k < size; k++) {
      const pull = -dot(inverse.subarray(k * size, (k + 1) * size), score);
      influences[i * size + k] = pull;
      step[k] += pull;
    }
  }
  const moves = new Float64Array(count * dimension);
  systems.forEach(({ response, own }, i) => {
    const across = new Float64Array(free);
    for (let k = 0; k < dimension; k++) {
      const v = parameters[i * dimension + k];
      for (let a = 0; a < free; a++) across[a] += v * step[k * free + a];
    }
    for (let k = 0; k < dimension; k++) {
      const row = response.subarray(k * free, (k + 1) * free);
      moves[i * dimension + k] = own[k] + dot(row, across);
    }
  });
  const information = new Float64Array(count * dimension ** 2);
  systems.forEach(({ along }, i) => information.set(along, i * dimension ** 2));
  return {
    complement,
    space: step,
    parameters: moves,
    influences,
    information,
  };
}

/** Eliminates the parameters of one pair. */
function pairSystem(
  { gradients, curvatures }: FieldMatches,
  pair: number,
  space: FieldSpace,
  complement: FieldSpace,
  damping: number,
): PairSystem {
  const { terms } = space;
  const dimension = dimensionOf(space), free = dimensionOf(complement);
  const gradient = gradients.subarray(pair * terms, (pair + 1) * terms);
  const curvature = curvatures.subarray(
    pair * terms ** 2,
    (pair + 1) * terms ** 2,
  );
  const times = (row: Float64Array) =>
    Float64Array.from(
      { length: terms },
      (_, k) => dot(curvature.subarray(k * terms, (k + 1) * terms), row),
    );
  const weighted = numbersTo(dimension).map((k) =>
    times(directionOf(space, k))
  );
  const along = new Float64Array(dimension ** 2);
  const sides = new Float64Array(dimension * (free + 1));
  weighted.forEach((row, k) => {
    for (let l = 0; l < dimension; l++) {
      along[k * dimension + l] = dot(row, directionOf(space, l));
    }
    for (let a = 0; a < free; a++) {
      sides[k * (free + 1) + a] = -dot(row, directionOf(complement, a));
    }
    sides[k * (free + 1) + free] = -dot(directionOf(space, k), gradient);
  });
  const damped = withRidge(along.slice(), dimension, damping);
  const solved = solve(damped, sides, dimension);
  const response = new Float64Array(dimension * free);
  const own = new Float64Array(dimension);
  const score = new Float64Array(free);
  const reduced = new Float64Array(free ** 2);
  for (let k = 0; k < dimension; k++) {
    const row = solved.subarray(k * (free + 1), (k + 1) * (free + 1));
    response.set(row.subarray(0, free), k * free);
    own[k] = row[free];
  }
  for (let a = 0; a < free; a++) {
    const direction = directionOf(complement, a), row = times(direction);
    score[a] = dot(direction, gradient);
    for (let k = 0; k < dimension; k++) {
      const mixed = -sides[k * (free + 1) + a];
      score[a] += mixed * own[k];
    }
    for (let b = 0; b < free; b++) {
      let value = dot(row, directionOf(complement, b));
      for (let k = 0; k < dimension; k++) {
        value -= sides[k * (free + 1) + a] * response[k * free + b];
      }
      reduced[a * free + b] = value;
    }
  }
  return { along, response, own, score, curvature: reduced };
}

/** The state after a step, with orthonormal directions. */
function takeStep({ space, parameters }: State, step: Step): State {
  const { terms } = space;
  const across = fieldCoefficients(step.complement, step.space);
  const moved = {
    terms,
    directions: space.directions.map((value, i) => value + (across[i] ?? 0)),
  };
  const next = { terms, directions: orthonormalRows(moved.directions, terms) };
  const fields = fieldCoefficients(
    moved,
    parameters.map((value, i) => value + step.parameters[i]),
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
