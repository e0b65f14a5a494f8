import type { VectorField } from "../lie/basis.ts";
import { rungeKutta } from "./runge_kutta.ts";

/** Largest error, in half-frames, that the step control accepts. */
const TOLERANCE = 1e-8;

/** Number of steps per unit of t in the first attempt, and of steps in the last one. */
const FIRST_STEPS_PER_UNIT = 8, LAST_STEPS = 4096;

/**
 * Computes the flow phi_t(x, y) of a vector field: the position of a point after time t.
 *
 * It uses the classical Runge-Kutta method of fourth order with equal steps. Their
 * number is doubled until the estimated error (Richardson) is below 1e-8 half-frames.
 * The estimate is then subtracted from the finer result.
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
 * import { integrateField } from "@neural-symmetry/detection/flow";
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
  const step = rungeKutta((state, out) => {
    [out[0], out[1]] = field(state[0], state[1]);
  }, 2);
  const after = (steps: number) => {
    const state = Float64Array.of(x, y);
    for (let i = 0; i < steps; i++) step(state, t / steps);
    return state;
  };
  let steps = Math.max(1, Math.ceil(FIRST_STEPS_PER_UNIT * Math.abs(t)));
  let coarse = after(steps);
  for (;;) {
    steps *= 2;
    const fine = after(steps);
    const errors = fine.map((value, i) => (value - coarse[i]) / 15); // 2^4 - 1
    const close = errors.every((error) => Math.abs(error) < TOLERANCE);
    if (close || steps >= LAST_STEPS) {
      return [fine[0] + errors[0], fine[1] + errors[1]];
    }
    coarse = fine;
  }
}
