import type { Size } from "../images/area_average.ts";
import type { Basis } from "../lie/basis.ts";
import { velocityOf } from "../lie/monomials.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { type DerivativeGrid, derivativeGrid } from "./derivative_grid.ts";
import {
  type FollowOrbit,
  orbitFollower,
  type OrbitPath,
  STEPS_PER_CELL,
} from "./follow_orbit.ts";
import { cellFiller, type PlaceGrid, placeGrid } from "./place_grid.ts";

/**
 * A table of the orbits phi_{-t} of all cells' centres under the flow of a field, at
 * evenly spaced t: the positions that the content of every cell comes from, and their
 * derivatives in t and in the coefficients.
 */
export interface OrbitTable {
  /** Difference of t between two nodes. */
  readonly spacing: number;
  /** Number of nodes; it is odd, and the middle one is t = 0. */
  readonly nodes: number;
  /** Height and width of the frame, and the number of its cells. */
  readonly size: Size;
  readonly cells: number;
  /** The grid on which positions are tabulated. */
  readonly places: PlaceGrid;
  /** Number of positions per node. */
  readonly points: number;
  /** `nodes * points` columns and rows, in cells. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Their derivatives in t. */
  readonly xByT: Float32Array;
  readonly yByT: Float32Array;
  /** The grid on which the derivatives in alpha are tabulated. */
  readonly grid: DerivativeGrid;
  /** `nodes * points * terms`: derivatives in every coefficient on the grid. */
  readonly xByAlpha: Float32Array;
  readonly yByAlpha: Float32Array;
  /** Number of coefficients, or 0 where these derivatives are left out. */
  readonly terms: number;
}

/**
 * Distance that the fastest cell moves between two nodes, in half-frames. The cubic
 * Hermite interpolation of a rotation then errs by 3e-7 half-frames.
 */
const STRIDE = 0.1;

/** Limits of the number of nodes on each side of t = 0. */
const LEAST_NODES = 8, MOST_NODES = 96;

/**
 * Tabulates the orbits of a field for |t| up to `largest`.
 *
 * The orbit p(t) = phi_{-t}(r) and its derivatives q_k = dp / d alpha_k follow
 * dp/dt = -Gamma(p), dq_k/dt = -(DGamma(p) q_k + gamma_k(p)), integrated together
 * by the classical Runge-Kutta method. A point that leaves the frame far behind, as in a
 * special conformal flow near its pole, is no longer moved from then on.
 *
 * @param alpha Coefficients of the field.
 * @param differentiated Whether the derivatives in alpha are computed too.
 */
export function* orbitTable(
  basis: Basis,
  alpha: ArrayLike<number>,
  largest: number,
  { height, width }: Size,
  differentiated = true,
): Pausable<OrbitTable> {
  const terms = differentiated ? basis.terms.length : 0;
  const size = { height, width };
  const half = Math.max(height, width) / 2;
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const strides = largest * fastestSpeed(basis, alpha, size) / STRIDE;
  const middle = Math.min(
    Math.max(Math.ceil(strides), LEAST_NODES),
    MOST_NODES,
  );
  const steps = Math.min(Math.max(Math.ceil(strides / middle), 1), 64);
  const nodes = 2 * middle + 1, spacing = largest / middle;
  const places = placeGrid(size), grid = derivativeGrid(size);
  const points = places.height * places.width;
  const [x, y, xByT, yByT] = Array.from(
    { length: 4 },
    () => new Float32Array(nodes * points),
  );
  const [xByAlpha, yByAlpha] = [0, 1].map(() =>
    new Float32Array(nodes * grid.height * grid.width * terms)
  );
  const tellPlace: Visit = (at, state, slope) => {
    x[at] = state[0] * half + centreX;
    y[at] = state[1] * half + centreY;
    xByT[at] = slope[0] * half;
    yByT[at] = slope[1] * half;
  };
  const tellDerivatives: Visit = (at, state) => {
    for (let term = 0; term < terms; term++) {
      xByAlpha[at * terms + term] = state[2 + term] * half;
      yByAlpha[at * terms + term] = state[2 + terms + term] * half;
    }
  };
  const follow = (terms: number, every: PlaceGrid, visit: Visit) => {
    const { step, margin, width } = every;
    const starts = Array.from({ length: every.height * width }, (_, point) =>
      [
        ((point % width - margin) * step - centreX) / half,
        ((Math.floor(point / width) - margin) * step - centreY) / half,
      ] as const);
    return followOrbits(
      orbitFollower(basis, alpha, terms > 0),
      2 + 2 * terms,
      starts,
      { nodes: middle, spacing, steps },
      visit,
    );
  };
  if (grid.step === 1) {
    yield* follow(terms, places, (at, state, slope) => {
      tellPlace(at, state, slope);
      tellDerivatives(at, state, slope);
    });
  } else {
    yield* follow(0, places, tellPlace);
    if (terms > 0) {
      yield* follow(terms, { ...grid, margin: 0 }, tellDerivatives);
    }
  }
  return {
    spacing,
    nodes,
    cells: height * width,
    size,
    places,
    points,
    terms,
    grid,
    x,
    y,
    xByT,
    yByT,
    xByAlpha,
    yByAlpha,
  };
}

/** Gets the state of a point and d/dt of it; its number is `node * points + point`. */
type Visit = (at: number, state: Float64Array, slope: Float64Array) => void;

/**
 * Follows the orbits of points in both directions of t, and visits them at every node.
 */
function* followOrbits(
  follow: FollowOrbit,
  length: number,
  starts: readonly (readonly [x: number, y: number])[],
  path: OrbitPath,
  visit: Visit,
): Pausable<void> {
  const { nodes, spacing, steps } = path;
  const cells = 2 * nodes * steps * length / STEPS_PER_CELL;
  yield* pausingLoop(starts.length, cells, (point) => {
    const [x, y] = starts[point];
    for (const direction of [1, -1]) {
      follow(
        x,
        y,
        { ...path, spacing: direction * spacing },
        (k, state, slope) => {
          const node = nodes + direction * k;
          visit(node * starts.length + point, state, slope);
        },
      );
    }
  });
}

/** The largest speed of a cell's centre, in half-frames per unit of t. */
export function fastestSpeed(
  basis: Basis,
  alpha: ArrayLike<number>,
  { height, width }: Size,
): number {
  const velocity = velocityOf(basis, alpha), out = new Float64Array(2);
  const half = Math.max(height, width) / 2;
  let square = 0;
  for (let row = 0; row < height; row++) {
    const y = (row - (height - 1) / 2) / half;
    for (let column = 0; column < width; column++) {
      velocity((column - (width - 1) / 2) / half, y, out);
      square = Math.max(square, out[0] * out[0] + out[1] * out[1]);
    }
  }
  return Math.sqrt(square);
}

/** The weights of the cubic Hermite interpolation at a t between two nodes. */
export interface NodeWeights {
  /** Index of the first point at the node before t; the next node's is `+ points`. */
  readonly start: number;
  /** Fraction of the distance to the next node, 0 to 1. */
  readonly part: number;
  /**
   * Weights that give the value at t: for the value and its derivative in t at the node
   * before, then for both at the next node.
   */
  readonly value: readonly [number, number, number, number];
  /** Weights for these four numbers that give the derivative in t. */
  readonly slope: readonly [number, number, number, number];
}

/** Computes the weights at t; a t beyond an end of the table is replaced by that end. */
export function nodeWeights(
  { spacing, nodes, points }: OrbitTable,
  t: number,
): NodeWeights {
  const at = Math.min(Math.max(t / spacing + (nodes - 1) / 2, 0), nodes - 1);
  const node = Math.min(Math.floor(at), nodes - 2);
  const u = at - node, v = 1 - u;
  return {
    start: node * points,
    part: u,
    value: [
      (1 + 2 * u) * v * v,
      spacing * u * v * v,
      (1 + 2 * v) * u * u,
      -spacing * v * u * u,
    ],
    slope: [
      -6 * u * v / spacing,
      v * (1 - 3 * u),
      6 * u * v / spacing,
      u * (3 * u - 2),
    ],
  };
}

/** The positions that the content of every cell comes from, in cells. */
export interface Sources {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Derivatives in t. */
  readonly xByT: Float64Array;
  readonly yByT: Float64Array;
}

/** Allocates the arrays for the sources of a number of cells. */
export function emptySources(cells: number): Sources {
  const [x, y, xByT, yByT] = Array.from(
    { length: 4 },
    () => new Float64Array(cells),
  );
  return { x, y, xByT, yByT };
}

/**
 * Prepares the positions that the content of every cell comes from at any t, by cubic
 * Hermite interpolation in t and cubic interpolation between the tabulated points.
 *
 * @returns A function that fills `out` at t; `offset` is added to x and y.
 */
export function sourcesOf(
  table: OrbitTable,
): (t: number, out: Sources, offset?: number) => void {
  const { points, x: xs, y: ys, xByT: xSlopes, yByT: ySlopes } = table;
  const between = (t: number, out: Sources, offset: number) => {
    const { x, y, xByT, yByT } = out;
    const { start, value: [v0, v1, v2, v3], slope: [s0, s1, s2, s3] } =
      nodeWeights(table, t);
    for (let point = 0; point < points; point++) {
      const a = start + point, b = a + points;
      const xa = xs[a], xb = xs[b], xa1 = xSlopes[a], xb1 = xSlopes[b];
      const ya = ys[a], yb = ys[b], ya1 = ySlopes[a], yb1 = ySlopes[b];
      x[point] = v0 * xa + v1 * xa1 + v2 * xb + v3 * xb1 + offset;
      y[point] = v0 * ya + v1 * ya1 + v2 * yb + v3 * yb1 + offset;
      xByT[point] = s0 * xa + s1 * xa1 + s2 * xb + s3 * xb1;
      yByT[point] = s0 * ya + s1 * ya1 + s2 * yb + s3 * yb1;
    }
  };
  if (table.places.step === 1) {
    return (t, out, offset = 0) => between(t, out, offset);
  }
  const fill = cellFiller(table.places, table.size);
  const atPoints = emptySources(points);
  return (t, out, offset = 0) => {
    between(t, atPoints, 0);
    fill(atPoints.x, out.x, offset);
    fill(atPoints.y, out.y, offset);
    fill(atPoints.xByT, out.xByT, 0);
    fill(atPoints.yByT, out.yByT, 0);
  };
}

/**
 * Computes the derivatives of all positions in every coefficient at t, by linear
 * interpolation between two nodes.
 *
 * @param x Gets the derivatives of the columns: `points * terms` numbers, in cells.
 * @param y Gets those of the rows.
 */
export function alphaDerivativesAt(
  table: OrbitTable,
  t: number,
  x: Float32Array,
  y: Float32Array,
): void {
  const { xByAlpha, yByAlpha, points } = table;
  const { start, part } = nodeWeights(table, t);
  const before = start / points * x.length, after = before + x.length;
  for (let i = 0; i < x.length; i++) {
    const a = xByAlpha[before + i], b = yByAlpha[before + i];
    x[i] = a + part * (xByAlpha[after + i] - a);
    y[i] = b + part * (yByAlpha[after + i] - b);
  }
}
