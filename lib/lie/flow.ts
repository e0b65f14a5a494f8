import type { VectorField } from "./basis.ts";

/** Largest error, in half-frames, that the step control lets pass. */
const TOLERANCE = 1e-8;

/** Steps a unit of t of the first attempt, and steps of the last. */
const FIRST_STEPS_PER_UNIT = 8;
const LAST_STEPS = 4096;

/**
 * The flow phi_t(x, y) of a vector field: where a point is after time t.
 *
 * Classical Runge-Kutta of fourth order with equal steps, their number doubled
 * until two answers agree to 1e-8 half-frames (Richardson's estimate), which
 * also takes the leading error off the finer of them.
 *
 * @param field velocity in half-frames per unit of t
 * @param t time, any sign
 * @param x start, in half-frames
 * @param y start, in half-frames
 * @returns the end point; not finite where the flow leaves to infinity
 * @throws {RangeError} if t is not finite
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { integrateField } from "#lib/lie/flow.ts";
 *
 * const [x, y] = integrateField((x, y) => [-y, x], Math.PI / 2, 1, 0);
 * assertAlmostEquals(x, 0, 1e-8);
 * assertAlmostEquals(y, 1, 1e-8);
 * ```
 */
export function integrateField(
  field: VectorField,
  t: number,
  x: number,
  y: number,
): readonly [number, number] {
  if (!Number.isFinite(t)) {
    throw new RangeError(
      `integrateField: expected a finite time t, found ${t}`,
    );
  }
  let steps = Math.max(1, Math.ceil(FIRST_STEPS_PER_UNIT * Math.abs(t)));
  let coarse = rungeKutta(field, t, x, y, steps);
  for (;;) {
    steps *= 2;
    const fine = rungeKutta(field, t, x, y, steps);
    const errorX = (fine[0] - coarse[0]) / 15; // 2^4 - 1
    const errorY = (fine[1] - coarse[1]) / 15;
    const close = Math.abs(errorX) < TOLERANCE && Math.abs(errorY) < TOLERANCE;
    if (close || steps >= LAST_STEPS) {
      return [fine[0] + errorX, fine[1] + errorY];
    }
    coarse = fine;
  }
}

function rungeKutta(
  field: VectorField,
  t: number,
  startX: number,
  startY: number,
  steps: number,
): readonly [number, number] {
  let at: readonly [number, number] = [startX, startY];
  for (let i = 0; i < steps; i++) {
    at = rungeKuttaStep(field, t / steps, at[0], at[1]);
  }
  return at;
}

/** A point's positions at evenly spaced times. */
export interface Orbit {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/**
 * A point's positions at times around 0, by one Runge-Kutta step each.
 *
 * @param spacing between two times
 * @param nodes how many times, odd; the middle one is 0
 */
export function orbit(
  field: VectorField,
  x: number,
  y: number,
  spacing: number,
  nodes: number,
): Orbit {
  const [xs, ys] = [new Float64Array(nodes), new Float64Array(nodes)];
  const middle = (nodes - 1) / 2;
  [xs[middle], ys[middle]] = [x, y];
  for (const direction of [1, -1]) {
    for (let k = 1; k <= middle; k++) {
      const [from, to] = [middle + direction * (k - 1), middle + direction * k];
      const step = direction * spacing;
      [xs[to], ys[to]] = rungeKuttaStep(field, step, xs[from], ys[from]);
    }
  }
  return { xs, ys };
}

/** One step of length h of the classical Runge-Kutta method of fourth order. */
export function rungeKuttaStep(
  field: VectorField,
  h: number,
  x: number,
  y: number,
): readonly [number, number] {
  const [ax, ay] = field(x, y);
  const [bx, by] = field(x + h / 2 * ax, y + h / 2 * ay);
  const [cx, cy] = field(x + h / 2 * bx, y + h / 2 * by);
  const [dx, dy] = field(x + h * cx, y + h * cy);
  return [
    x + h / 6 * (ax + 2 * bx + 2 * cx + dx),
    y + h / 6 * (ay + 2 * by + 2 * cy + dy),
  ];
}
