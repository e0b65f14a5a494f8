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
import { cellFiller, type PlaceGrid, placeGrid } from "./place_grid.ts";

/**
 * The positions that the content of every cell comes from in each of several matches,
 * with their derivatives in the coefficients of the field.
 */
export interface MatchOrbits {
  /** Cells of the frame. */
  readonly cells: number;
  /**
   * Number of coefficients, or of directions of the field's coefficients, or 0 where
   * no derivatives in them are given.
   */
  readonly terms: number;
  /** The grid on which the derivatives are given. */
  readonly grid: DerivativeGrid;
  /** The cost of the positions and derivatives of a match, in cells of `pausingLoop`. */
  readonly cost: number;
  /**
   * Fills the positions of a match, with `offset` added to x and y, and their slopes in
   * t.
   */
  readonly places: (match: number, out: Sources, offset: number) => void;
  /** Fills the derivatives of a match, `points of the grid * terms` each, in cells. */
  readonly derivatives: (
    match: number,
    x: Float32Array,
    y: Float32Array,
  ) => void;
}

/** The cost of the positions of a cell, in cells of `pausingLoop`. */
const PLACES_COST = 0.1;

/**
 * Prepares the orbits of one field, from its table, at the t of every match.
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
    cost: cells * PLACES_COST,
    places: (match, out, offset) => place(t[match], out, offset),
    derivatives: (match, x, y) => alphaDerivativesAt(table, t[match], x, y),
  };
}

/**
 * Distance that the fastest cell moves in one Runge-Kutta step, in half-frames. The four
 * steps of a rotation by one radian then err by 3e-5 half-frames.
 */
const STRIDE = 0.25;

/**
 * Limits of the number of Runge-Kutta steps up to t = 1, and the number that the cost
 * assumes.
 */
const LEAST_STEPS = 2, USUAL_STEPS = 4, MOST_STEPS = 32;

/**
 * Approximate number of points per side whose orbits are computed: every third cell of a
 * frame of 28 cells. Cubic interpolation of the positions then errs by 1e-3 cells for a
 * quadratic field, and linear interpolation of the derivatives by 1 %. This changes the
 * steps of a fit by as much, but not its result.
 */
const POINTS = 12;

/**
 * Prepares the orbits of matches that have one field each, at t = 1. The slopes in t are
 * 0.
 *
 * @param coefficients Gives the coefficients of the field of a match.
 * @param directions Rows of coefficients that the derivatives are taken along; by
 * default they are taken in the coefficients themselves.
 */
export function orbitsOfFields(
  basis: Basis,
  { height, width }: Size,
  coefficients: (match: number) => Float64Array,
  directions?: Float64Array,
): MatchOrbits {
  const size = { height, width };
  const terms = basis.terms.length, cells = height * width;
  const columns = directions === undefined ? terms : directions.length / terms;
  const places = placeGrid(size, POINTS), grid = derivativeGrid(size, POINTS);
  const [many, few] = [places, grid].map(({ height, width }) => height * width);
  const fill = cellFiller(places, size);
  const half = Math.max(height, width) / 2;
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const [xs, ys] = [0, 1].map(() => new Float64Array(many));
  const follow = (
    alpha: Float64Array,
    differentiated: boolean,
    { step, margin, width, height }: PlaceGrid,
    visit: (point: number, state: Float64Array) => void,
  ) => {
    const strides = fastestSpeed(basis, alpha, size) / STRIDE;
    const steps = Math.min(
      Math.max(Math.ceil(strides), LEAST_STEPS),
      MOST_STEPS,
    );
    const path = { nodes: 1, spacing: 1, steps };
    const along = orbitFollower(basis, alpha, differentiated, directions);
    for (let point = 0; point < width * height; point++) {
      const column = (point % width - margin) * step;
      const row = (Math.floor(point / width) - margin) * step;
      along(
        (column - centreX) / half,
        (row - centreY) / half,
        path,
        (node, state) => {
          if (node === 1) visit(point, state);
        },
      );
    }
  };
  const numbers = 2 * many + (2 + 2 * columns) * few;
  return {
    cells,
    terms: columns,
    grid,
    cost: cells * PLACES_COST + USUAL_STEPS * numbers / STEPS_PER_CELL,
    places(match, { x, y, xByT, yByT }, offset) {
      follow(coefficients(match), false, places, (point, state) => {
        xs[point] = state[0] * half + centreX;
        ys[point] = state[1] * half + centreY;
      });
      fill(xs, x, offset);
      fill(ys, y, offset);
      xByT.fill(0);
      yByT.fill(0);
    },
    derivatives(match, x, y) {
      follow(
        coefficients(match),
        true,
        { ...grid, margin: 0 },
        (point, state) => {
          for (let k = 0; k < columns; k++) {
            x[point * columns + k] = state[2 + k] * half;
            y[point * columns + k] = state[2 + columns + k] * half;
          }
        },
      );
    },
  };
}
