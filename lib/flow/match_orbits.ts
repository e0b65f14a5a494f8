import type { Size } from "../images/area_average.ts";
import type { Basis } from "../lie/basis.ts";
import { type DerivativeGrid, derivativeGrid } from "./derivative_grid.ts";
import { orbitFollower, STEPS_PER_CELL } from "./follow_orbit.ts";
import {
  alphaDerivativesAt,
  fastestSpeed,
  type OrbitTable,
  type Sources,
  sourcesOf,
} from "./orbit_table.ts";

/**
 * Where the content of every cell comes from in each of several matches, and how
 * these places change with the coefficients of the field.
 */
export interface MatchOrbits {
  /** Cells of the frame. */
  readonly cells: number;
  /** Number of coefficients, or 0 where no derivatives in them are given. */
  readonly terms: number;
  /** Where the derivatives are given. */
  readonly grid: DerivativeGrid;
  /** The time that a match takes, in cells of `pausingLoop`. */
  readonly cost: number;
  /** Fills the places of a match, `offset` added to x and y, and their slopes in t. */
  readonly places: (match: number, out: Sources, offset: number) => void;
  /** Fills the derivatives of a match, `points of the grid * terms` each, in cells. */
  readonly derivatives: (
    match: number,
    x: Float32Array,
    y: Float32Array,
  ) => void;
}

/**
 * The orbits of one field, tabulated, at the t of every match.
 *
 * @param t One per match.
 */
export function orbitsAtTimes(
  table: OrbitTable,
  t: ArrayLike<number>,
): MatchOrbits {
  const { cells, terms, grid } = table;
  const place = sourcesOf(table);
  return {
    cells,
    terms,
    grid,
    cost: cells,
    places: (match, out, offset) => place(t[match], out, offset),
    derivatives: (match, x, y) => alphaDerivativesAt(table, t[match], x, y),
  };
}

/**
 * The fastest cell moves by this in one Runge-Kutta step, in half-frames. Four steps
 * of a turn by one radian then err by 3e-5 half-frames.
 */
const STRIDE = 0.25;

/** Runge-Kutta steps up to t = 1. */
const LEAST_STEPS = 2, MOST_STEPS = 32;

/**
 * Points per side at which derivatives are followed, about. Linear between 12
 * points, those of a quadratic field err by up to 1 %: a fit's steps change by as
 * much, and its end does not.
 */
const POINTS = 12;

/**
 * The orbits of a field of its own in every match, at t = 1.
 *
 * @param coefficients Gives the coefficients of the field of a match.
 */
export function orbitsOfFields(
  basis: Basis,
  { height, width }: Size,
  coefficients: (match: number) => Float64Array,
): MatchOrbits {
  const size = { height, width };
  const terms = basis.terms.length, cells = height * width;
  const grid = derivativeGrid(size, POINTS);
  const points = grid.height * grid.width;
  const half = Math.max(height, width) / 2;
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const pathOf = (alpha: Float64Array) => {
    const strides = fastestSpeed(basis, alpha, size) / STRIDE;
    const steps = Math.min(
      Math.max(Math.ceil(strides), LEAST_STEPS),
      MOST_STEPS,
    );
    return { nodes: 1, spacing: 1, steps };
  };
  const usual = 2 * LEAST_STEPS / STEPS_PER_CELL;
  return {
    cells,
    terms,
    grid,
    cost: cells * (1 + 2 * usual) + points * (2 + 2 * terms) * usual,
    places(match, { x, y, xByT, yByT }, offset) {
      const alpha = coefficients(match), path = pathOf(alpha);
      const follow = orbitFollower(basis, alpha, false);
      let cell = 0;
      const tell = (node: number, at: Float64Array, slope: Float64Array) => {
        if (node === 0) return;
        x[cell] = at[0] * half + centreX + offset;
        y[cell] = at[1] * half + centreY + offset;
        xByT[cell] = slope[0] * half;
        yByT[cell] = slope[1] * half;
      };
      for (; cell < cells; cell++) {
        const column = cell % width, row = Math.floor(cell / width);
        follow((column - centreX) / half, (row - centreY) / half, path, tell);
      }
    },
    derivatives(match, x, y) {
      const alpha = coefficients(match), path = pathOf(alpha);
      const follow = orbitFollower(basis, alpha, true);
      let point = 0;
      const tell = (node: number, at: Float64Array) => {
        if (node === 0) return;
        for (let term = 0; term < terms; term++) {
          x[point * terms + term] = at[2 + term] * half;
          y[point * terms + term] = at[2 + terms + term] * half;
        }
      };
      for (; point < points; point++) {
        const column = point % grid.width * grid.step;
        const row = Math.floor(point / grid.width) * grid.step;
        follow((column - centreX) / half, (row - centreY) / half, path, tell);
      }
    },
  };
}
