import type { Basis } from "../lie/basis.ts";
import { jetOf, velocityOf } from "../lie/monomials.ts";
import { type Rate, rungeKutta } from "./runge_kutta.ts";

/** Distance from the middle, in half-frames, beyond which a point is no longer moved. */
export const FAR = 8;

/**
 * Approximate number of Runge-Kutta steps of one number that take as long as matching
 * one cell with all its slopes.
 */
export const STEPS_PER_CELL = 4;

/** The evenly spaced t, from 0 on, at which an orbit is visited. */
export interface OrbitPath {
  /** Number of nodes without that at 0. */
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
 * and y and, if requested, all derivatives of x, then those of y. The array is reused
 * for the next node.
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
 * @param differentiated Whether derivatives are computed too.
 * @param directions Rows of coefficients that the derivatives are taken along; by
 * default they are taken in the coefficients themselves.
 */
export function orbitFollower(
  basis: Basis,
  alpha: ArrayLike<number>,
  differentiated: boolean,
  directions?: Float64Array,
): FollowOrbit {
  const terms = basis.terms.length;
  const columns = directions === undefined ? terms : directions.length / terms;
  const rate = differentiated
    ? withDerivatives(
      basis,
      alpha,
      columns,
      directions === undefined
        ? byCoefficients(basis)
        : byDirections(basis, directions),
    )
    : backwards(basis, alpha);
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

/**
 * The right-hand side d/dt for a point that follows the flow backwards, and for its
 * derivatives.
 *
 * @param columns Number of derivatives.
 * @param change Writes the derivatives of the field at a place, given the values of all
 * terms there.
 */
function withDerivatives(
  basis: Basis,
  alpha: ArrayLike<number>,
  columns: number,
  change: FieldChange,
): Rate {
  const { field, terms: values, evaluate } = jetOf(basis, alpha);
  const [byX, byY] = [0, 1].map(() => new Float64Array(columns));
  return (state, out) => {
    const x = state[0], y = state[1];
    if (!(Math.abs(x) < FAR && Math.abs(y) < FAR)) {
      out.fill(0);
      return;
    }
    evaluate(x, y);
    change(values, byX, byY);
    out[0] = -field[0];
    out[1] = -field[1];
    const xx = field[2], xy = field[3], yx = field[4], yy = field[5];
    for (let k = 0; k < columns; k++) {
      const qx = state[2 + k], qy = state[2 + columns + k];
      out[2 + k] = -(xx * qx + xy * qy + byX[k]);
      out[2 + columns + k] = -(yx * qx + yy * qy + byY[k]);
    }
  };
}

/**
 * Writes the derivatives of a field's two components in the coefficients, at one place.
 */
type FieldChange = (
  values: Float64Array,
  byX: Float64Array,
  byY: Float64Array,
) => void;

/** The derivative in each coefficient is its own term. */
function byCoefficients({ terms }: Basis): FieldChange {
  const isAlongX = terms.map(({ component }) => component === "x");
  return (values, byX, byY) => {
    for (let k = 0; k < values.length; k++) {
      byX[k] = isAlongX[k] ? values[k] : 0;
      byY[k] = isAlongX[k] ? 0 : values[k];
    }
  };
}

/** The derivative along each direction of coefficients is a combination of the terms. */
function byDirections(
  { terms }: Basis,
  directions: Float64Array,
): FieldChange {
  const isAlongX = terms.map(({ component }) => component === "x");
  const count = terms.length;
  return (values, byX, byY) => {
    for (let k = 0; k < byX.length; k++) {
      let sumX = 0, sumY = 0;
      for (let term = 0, at = k * count; term < count; term++, at++) {
        const own = directions[at] * values[term];
        if (isAlongX[term]) sumX += own;
        else sumY += own;
      }
      byX[k] = sumX;
      byY[k] = sumY;
    }
  };
}

/** The right-hand side d/dt for a point that follows the flow backwards. */
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
