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
  /** Cells of the image. */
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

/** Steps of t between two nodes. */
const NODES = 65;

/** A step of differences, in half-frames. */
const EPSILON = 1e-5;

/**
 * Tabulates the flow of a basis' field for |t| up to `largest`.
 *
 * The orbit p(t) = phi_{-t}(r) and its derivatives q_k = dp / d alpha_k follow
 * dp/dt = -Gamma(p), dq_k/dt = -(DGamma(p) q_k + gamma_k(p)), integrated together
 * by the classical Runge-Kutta method.
 *
 * @param height Rows; half-frames count along the longer side.
 * @param width Columns.
 * @param differentiated Whether the derivatives in alpha are wanted too.
 */
export function flowTable(
  basis: Basis,
  alpha: ArrayLike<number>,
  largest: number,
  height: number,
  width: number,
  differentiated = true,
): FlowTable {
  const terms = differentiated ? basis.terms.length : 0;
  const cells = height * width;
  const half = Math.max(height, width) / 2;
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
  const rate = rateOf(basis, alpha, terms);
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const state = new Float64Array(2 + 2 * terms);
  for (let cell = 0; cell < cells; cell++) {
    const start = [
      (cell % width - middleX) / half,
      (Math.floor(cell / width) - middleY) / half,
    ];
    for (const direction of [1, -1]) {
      state.fill(0);
      [state[0], state[1]] = start;
      for (let k = 0; k <= middle; k++) {
        if (k > 0) step(rate, state, direction * spacing);
        const at = (middle + direction * k) * cells + cell;
        table.x[at] = state[0] * half + middleX;
        table.y[at] = state[1] * half + middleY;
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

function rateOf(
  basis: Basis,
  alpha: ArrayLike<number>,
  terms: number,
): Rate {
  const field = fieldOf(basis, alpha);
  return (state, out) => {
    const [x, y] = state;
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
    basis.terms.forEach(({ component, value }, k) => {
      const [qx, qy] = [state[2 + k], state[2 + terms + k]];
      const push = value(x, y);
      out[2 + k] = -(xx * qx + xy * qy + (component === "x" ? push : 0));
      out[2 + terms + k] =
        -(yx * qx + yy * qy + (component === "y" ? push : 0));
    });
  };
}

/** One step of the classical Runge-Kutta method, in place. */
function step(rate: Rate, state: Float64Array, h: number): void {
  const at = (part: Float64Array, share: number) =>
    state.map((value, i) => value + share * part[i]);
  const [a, b, c, d] = Array.from({ length: 4 }, () => state.slice());
  rate(state, a);
  rate(at(a, h / 2), b);
  rate(at(b, h / 2), c);
  rate(at(c, h), d);
  for (let i = 0; i < state.length; i++) {
    state[i] += h / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i]);
  }
}
