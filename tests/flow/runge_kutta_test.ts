import { assert, assertAlmostEquals } from "@std/assert";
import { powerLaw } from "#lib/evaluation/power_law.ts";
import { rungeKutta } from "#lib/flow/runge_kutta.ts";

/** A pendulum, whose state is its angle and its speed. */
const pendulum = (state: Float64Array, out: Float64Array) => {
  out[0] = state[1];
  out[1] = -Math.sin(state[0]);
};

/** The state at time 2, after a number of equal steps. */
function after(steps: number): Float64Array {
  const state = Float64Array.of(1, 0.5);
  const step = rungeKutta(pendulum, 2);
  for (let k = 0; k < steps; k++) step(state, 2 / steps);
  return state;
}

Deno.test("the error falls with the fourth power of the step", () => {
  const exact = after(4096);
  const counts = [8, 16, 32, 64];
  const errors = counts.map((steps) => {
    const [angle, speed] = after(steps);
    return Math.hypot(angle - exact[0], speed - exact[1]);
  });
  const points = counts.map((x, i) => ({ x, y: errors[i] }));
  const rate = -powerLaw(points)!.exponent;
  assert(rate > 3.8 && rate < 4.3, `rate ${rate} of ${errors}`);
});

Deno.test("a step agrees with the classical method", () => {
  // For y' = y a step multiplies by 1 + h + h^2 / 2 + h^3 / 6 + h^4 / 24.
  const state = Float64Array.of(1);
  const step = rungeKutta((state, out) => out[0] = state[0], 1);
  step(state, 0.5);
  assertAlmostEquals(
    state[0],
    1 + 0.5 + 0.5 ** 2 / 2 + 0.5 ** 3 / 6 + 0.5 ** 4 / 24,
    1e-15,
  );
});

Deno.test("a step there and back ends near where it began", () => {
  const state = Float64Array.of(1, 0.5);
  const step = rungeKutta(pendulum, 2);
  step(state, 0.01);
  step(state, -0.01);
  assertAlmostEquals(state[0], 1, 1e-12);
  assertAlmostEquals(state[1], 0.5, 1e-12);
});
