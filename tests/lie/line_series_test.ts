import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  chebyshevSeries,
  coefficientsAt,
  cutFor,
  type LineSeries,
  taylorSeries,
  unitOf,
} from "#lib/lie/line_series.ts";
import { exactPlan } from "#lib/lie/action_plan.ts";
import { allclose } from "../allclose.ts";
import { seriesOnVector } from "./series_on_vector.ts";

/** The generator of the circle, whose norm is 1. */
const CIRCLE = Float64Array.of(0, -1, 1, 0);

function errorOnCircle(series: LineSeries, t: number): number {
  const [x, y] = seriesOnVector(series, CIRCLE, t, Float64Array.of(1, 0));
  return Math.hypot(x - Math.cos(t), y + Math.sin(t));
}

for (const tolerance of [1e-5, 1e-3, 0.03]) {
  Deno.test(`Chebyshev's series keeps a tolerance of ${tolerance} at every norm, and a few terms fewer would not`, () => {
    for (const norm of [0.5, 2, 3.7, 5.01, 11, 17.2, 40, 100]) {
      const series = chebyshevSeries(norm, 1, tolerance);
      assert(errorOnCircle(series, norm) <= tolerance, `${norm}`);
      // Terms of even and odd order come in pairs and may cancel each other.
      const cut = [3, 4].map((by) => {
        const terms = Math.max(0, series.terms - by);
        return errorOnCircle({ ...series, terms }, norm);
      });
      assert(Math.max(...cut) > tolerance, `${norm}: ${cut}`);
    }
  });
}

Deno.test("Chebyshev's series costs less than half of the products of Taylor's", () => {
  for (const norm of [20, 50, 200]) {
    const { substeps, terms } = exactPlan(norm);
    const series = chebyshevSeries(norm / 5, 5, 1e-5);
    assertEquals(series.radius, 5);
    assert(series.terms < substeps * terms / 2, `${norm}: ${series.terms}`);
  }
});

Deno.test("a norm of 0 takes one term", () => {
  for (const [largest, bound] of [[0, 1], [1, 0], [0, 0]]) {
    assertEquals(chebyshevSeries(largest, bound, 1e-4), {
      kind: "chebyshev",
      radius: 1,
      terms: 1,
      tolerance: 1e-4,
    });
  }
});

Deno.test("a smaller |t| needs fewer terms for the same error, never more", () => {
  const series = chebyshevSeries(30, 1, 1e-4);
  let before = 0;
  for (const norm of [0, 1, 5, 20, 30]) {
    const cut = cutFor(series, norm);
    assert(errorOnCircle(cut, norm) <= 1e-4, `${norm}`);
    assert(cut.terms > before, `${norm}`);
    before = cut.terms;
  }
  assertEquals(cutFor(series, 30), series);
  assertEquals(cutFor(series, 40), series);
  // The number of terms of Taylor's series is given and is not cut.
  assertEquals(cutFor(taylorSeries(3), 0), taylorSeries(3));
});

Deno.test("Taylor's series is that of eq. (12)", () => {
  for (const order of [1, 3]) {
    const series = taylorSeries(order);
    const { value } = coefficientsAt(series, -0.3);
    const scale = unitOf(series);
    const factorial = [1, 1, 2, 6];
    allclose(
      value.map((c, j) => c * scale ** j),
      value.map((_, j) => 0.3 ** j / factorial[j]),
      { relative: 1e-12 },
    );
  }
});

Deno.test("slopes are the derivatives of the coefficients", () => {
  const h = 1e-6;
  for (const series of [taylorSeries(4), chebyshevSeries(2, 7, 1e-4)]) {
    for (const t of [-1.7, -0.2, 0, 1e-9, 0.4, 2]) {
      const { slope } = coefficientsAt(series, t);
      const [after, before] = [t + h, t - h].map((at) =>
        coefficientsAt(series, at).value
      );
      const expected = after.map((v, j) => (v - before[j]) / (2 * h));
      const largest = Math.max(...expected.map(Math.abs));
      allclose(slope, expected, { absolute: 1e-7 * largest }, `t = ${t}`);
    }
  }
});

Deno.test("chebyshevSeries refuses invalid norms and tolerances", () => {
  for (const wrong of [NaN, -1, Infinity]) {
    assertThrows(() => chebyshevSeries(wrong, 1, 0.1), RangeError, "found");
    assertThrows(() => chebyshevSeries(1, wrong, 0.1), RangeError, "found");
  }
  for (const wrong of [NaN, 0, -1, 1e-8, 1, 2]) {
    assertThrows(() => chebyshevSeries(1, 1, wrong), RangeError, "found");
  }
});
