import type { Basis } from "../lie/basis.ts";
import { jetOf, velocityOf } from "../lie/monomials.ts";
import { type Rate, rungeKutta } from "./runge_kutta.ts";

/** Farther out than this, in half-frames, a point stays where it is. */
export const FAR = 8;

/**
 * Steps of a number by the Runge-Kutta method that take as long as a cell of a match
 * with all its slopes, about.
 */
export const STEPS_PER_CELL = 4;

/** Where an orbit is visited: at evenly spaced t, from 0 on. */
export interface OrbitPath {
  /** Nodes beside that at 0. */
  readonly nodes: number;
  /** Difference of t between two nodes, of either sign. */
  readonly spacing: number;
  /** Runge-Kutta steps from one node to the next. */
  readonly steps: number;
}

/**
 * Follows the orbit of one point and visits it at every node.
 *
 * @param x Start, in half-frames.
 * @param y Start, in half-frames.
 * @param visit Gets the number of the node, the state and d/dt of it. A state holds x
 * and y and, if they are wanted, all derivatives of x, then those of y. It is used again for the next node.
 */
export type FollowOrbit = (
  x: number,
  y: number,
  path: OrbitPath,
  visit: (node: number, state: Float64Array, slope: Float64Array) => void,
) => void;

/**
 * Prepares to follow orbits phi_{-t} of a field by the classical Runge-Kutta method.
 *
 * @param alpha Coefficients of the field.
 * @param differentiated Whether derivatives are wanted too.
 * @param directions Rows of coefficients, along which the derivatives are; by default
 * they are in the coefficients themselves.
 */
export function orbitFollower(
  basis: Basis,
  alpha: ArrayLike<number>,
  differentiated: boolean,
  directions?: Float64Array,
): FollowOrbit {
  const terms = basis.terms.length;
  const columns = directions === undefined ? terms : directions.length / terms;
  const rate = !differentiated
    ? backwards(basis, alpha)
    : directions === undefined
    ? withDerivatives(basis, alpha)
    : withDerivativesAlong(basis, alpha, directions);
  const length = differentiated ? 2 + 2 * columns : 2;
  const state = new Float64Array(length), slope = new Float64Array(length);
  const step = rungeKutta(rate, length);
  return (x, y, { nodes, spacing, steps }, visit) => {
    state.fill(0);
    state[0] = x;
    state[1] = y;
    for (let node = 0; node <= nodes; node++) {
      for (let i = 0; node > 0 && i < steps; i++) step(state, spacing / steps);
      rate(state, slope);
      visit(node, state, slope);
    }
  };
}

/** d/dt of a point that goes backwards, and of its derivatives in the coefficients. */
function withDerivatives(basis: Basis, alpha: ArrayLike<number>): Rate {
  const terms = basis.terms.length;
  const { field, terms: values, evaluate } = jetOf(basis, alpha);
  const alongX = basis.terms.map(({ component }) => component === "x" ? 1 : 0);
  return (state, out) => {
    const x = state[0], y = state[1];
    if (!(Math.abs(x) < FAR && Math.abs(y) < FAR)) {
      out.fill(0);
      return;
    }
    evaluate(x, y);
    out[0] = -field[0];
    out[1] = -field[1];
    const xx = field[2], xy = field[3], yx = field[4], yy = field[5];
    for (let k = 0; k < terms; k++) {
      const qx = state[2 + k], qy = state[2 + terms + k];
      out[2 + k] = -(xx * qx + xy * qy + alongX[k] * values[k]);
      out[2 + terms + k] = -(yx * qx + yy * qy + (1 - alongX[k]) * values[k]);
    }
  };
}

/** d/dt of a point that goes backwards, and of its derivatives along directions. */
function withDerivativesAlong(
  basis: Basis,
  alpha: ArrayLike<number>,
  directions: Float64Array,
): Rate {
  const terms = basis.terms.length, columns = directions.length / terms;
  const { field, terms: values, evaluate } = jetOf(basis, alpha);
  const isAlongX = basis.terms.map(({ component }) => component === "x");
  return (state, out) => {
    const x = state[0], y = state[1];
    if (!(Math.abs(x) < FAR && Math.abs(y) < FAR)) {
      out.fill(0);
      return;
    }
    evaluate(x, y);
    out[0] = -field[0];
    out[1] = -field[1];
    const xx = field[2], xy = field[3], yx = field[4], yy = field[5];
    for (let k = 0; k < columns; k++) {
      const qx = state[2 + k], qy = state[2 + columns + k];
      let slopeX = xx * qx + xy * qy, slopeY = yx * qx + yy * qy;
      for (let term = 0, at = k * terms; term < terms; term++, at++) {
        const own = directions[at] * values[term];
        if (isAlongX[term]) slopeX += own;
        else slopeY += own;
      }
      out[2 + k] = -slopeX;
      out[2 + columns + k] = -slopeY;
    }
  };
}

/** d/dt of a point that goes backwards. */
function backwards(basis: Basis, alpha: ArrayLike<number>): Rate {
  const velocity = velocityOf(basis, alpha);
  return (state, out) => {
    const x = state[0], y = state[1];
    if (!(Math.abs(x) < FAR && Math.abs(y) < FAR)) {
      out.fill(0);
      return;
    }
    velocity(x, y, out);
    out[0] = -out[0];
    out[1] = -out[1];
  };
}
