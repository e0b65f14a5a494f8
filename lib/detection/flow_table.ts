import { type Basis, fieldOf } from "../lie/basis.ts";

/**
 * Where the content of every cell comes from, for every t, and how that place
 * follows the coefficients: the flow phi_{-t} of a field and its derivative in
 * alpha, tabulated at evenly spaced t.
 */
export interface FlowTable {
  /** Of t; half of the nodes are on each side of 0. */
  readonly spacing: number;
  readonly nodes: number;
  /** Cells of the frame. */
  readonly cells: number;
  /** `nodes * cells` columns and rows, in cells. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** `nodes * cells * terms`: the same, differentiated in every coefficient. */
  readonly xOf: Float32Array;
  readonly yOf: Float32Array;
  /** Coefficients that it is differentiated in, or 0. */
  readonly terms: number;
}

/** Steps of t between two nodes, for |t| half of them. */
const NODES = 65;

/** A step of differences, in half-frames. */
const EPSILON = 1e-5;

/** Farther out than this, in half-frames, nothing comes from anywhere. */
const FAR = 8;

/**
 * Tabulates the flow of a basis' field for |t| up to `largest`.
 *
 * The orbit p(t) = phi_{-t}(r) and its derivatives q_k = dp / d alpha_k follow
 * dp/dt = -Gamma(p), dq_k/dt = -(DGamma(p) q_k + gamma_k(p)), integrated together
 * by the classical Runge-Kutta method. What leaves the frame far behind, as a
 * special conformal flow does near its pole, stays where it was then.
 *
 * @param side Cells of the frame a side.
 * @param differentiated Whether the derivatives in alpha are wanted too.
 */
export function flowTable(
  basis: Basis,
  alpha: ArrayLike<number>,
  largest: number,
  side: number,
  differentiated = true,
): FlowTable {
  const terms = differentiated ? basis.terms.length : 0;
  const cells = side * side;
  const half = side / 2, centre = (side - 1) / 2;
  const spacing = 2 * largest / (NODES - 1);
  const middle = (NODES - 1) / 2;
  const table = {
    spacing,
    nodes: NODES,
    cells,
    terms,
    x: new Float32Array(NODES * cells),
    y: new Float32Array(NODES * cells),
    xOf: new Float32Array(NODES * cells * terms),
    yOf: new Float32Array(NODES * cells * terms),
  };
  const state = new Float64Array(2 + 2 * terms);
  const step = rungeKutta(rateOf(basis, alpha, terms), state);
  for (let cell = 0; cell < cells; cell++) {
    for (const direction of [1, -1]) {
      state.fill(0);
      state[0] = (cell % side - centre) / half;
      state[1] = (Math.floor(cell / side) - centre) / half;
      for (let k = 0; k <= middle; k++) {
        if (k > 0) step(direction * spacing);
        const at = (middle + direction * k) * cells + cell;
        table.x[at] = state[0] * half + centre;
        table.y[at] = state[1] * half + centre;
        for (let term = 0; term < terms; term++) {
          table.xOf[at * terms + term] = state[2 + term] * half;
          table.yOf[at * terms + term] = state[2 + terms + term] * half;
        }
      }
    }
  }
  return table;
}

/** d/dt of a state: a point, and its derivatives in the coefficients. */
type Rate = (state: Float64Array, out: Float64Array) => void;

function rateOf(basis: Basis, alpha: ArrayLike<number>, terms: number): Rate {
  const field = fieldOf(basis, alpha);
  return (state, out) => {
    const [x, y] = [state[0], state[1]];
    if (!(Math.abs(x) < FAR && Math.abs(y) < FAR)) {
      out.fill(0);
      return;
    }
    const [gx, gy] = field(x, y);
    out[0] = -gx;
    out[1] = -gy;
    if (terms === 0) return;
    const [rx, ry] = field(x + EPSILON, y);
    const [lx, ly] = field(x - EPSILON, y);
    const [dx, dy] = field(x, y + EPSILON);
    const [ux, uy] = field(x, y - EPSILON);
    const xx = (rx - lx) / (2 * EPSILON), yx = (ry - ly) / (2 * EPSILON);
    const xy = (dx - ux) / (2 * EPSILON), yy = (dy - uy) / (2 * EPSILON);
    for (let k = 0; k < terms; k++) {
      const { component, value } = basis.terms[k];
      const qx = state[2 + k], qy = state[2 + terms + k];
      const push = value(x, y);
      out[2 + k] = -(xx * qx + xy * qy + (component === "x" ? push : 0));
      out[2 + terms + k] =
        -(yx * qx + yy * qy + (component === "y" ? push : 0));
    }
  };
}

/** Makes steps of the classical Runge-Kutta method, of one state in place. */
function rungeKutta(rate: Rate, state: Float64Array): (h: number) => void {
  const [a, b, c, d, at] = Array.from({ length: 5 }, () => state.slice());
  const from = (slope: Float64Array, share: number) => {
    for (let i = 0; i < at.length; i++) at[i] = state[i] + share * slope[i];
    return at;
  };
  return (h) => {
    rate(state, a);
    rate(from(a, h / 2), b);
    rate(from(b, h / 2), c);
    rate(from(c, h), d);
    for (let i = 0; i < state.length; i++) {
      state[i] += h / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i]);
    }
  };
}
