import { assertAlmostEquals } from "@std/assert";
import { kernels, sampleAt, sampledImage } from "#lib/images/kernels.ts";
import { centres } from "#lib/lie/derivative.ts";
import {
  type DerivativeName,
  derivativeOperators,
} from "#lib/lie/derivative_operators.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import splines from "../fixtures/splines.json" with { type: "json" };
import { largestError, rateOf } from "./convergence.ts";
import { times } from "./times.ts";

/** The derivative on the frame [-1, 1]. */
const inFrame = (name: DerivativeName, n: number) =>
  derivativeOperators[name].matrix(n, n / 2);

const random = (length: number, name: string) =>
  Float64Array.from({ length }, standardNormal(randomStream(0, name)));

const zeros = (n: number) => new Float64Array(n);

for (const [name, matrices] of Object.entries(splines.matrices)) {
  for (const [size, expected] of Object.entries(matrices)) {
    Deno.test(`${name} of ${size} cells agrees with SciPy`, () => {
      const { matrix } = derivativeOperators[name as DerivativeName];
      allclose(matrix(Number(size), 1), expected.flat(), { absolute: 1e-14 });
    });
  }
}

for (const n of [1, 2, 3, 4, 5, 6, 7, 16]) {
  Deno.test(`cubic-spline-periodic of ${n} cells turns a wave by 3 sin w / (2 + cos w)`, () => {
    const D = derivativeOperators["cubic-spline-periodic"].matrix(n, 1);
    for (let mode = 0; mode < n; mode++) {
      const w = 2 * Math.PI * mode / n; // radians per cell
      const wave = zeros(n).map((_, j) => Math.sin(w * j + 0.3));
      const turned = 3 * Math.sin(w) / (2 + Math.cos(w));
      const slope = zeros(n).map((_, j) => turned * Math.cos(w * j + 0.3));
      allclose(times(D, wave), slope, { absolute: 1e-12 }, `mode ${mode}`);
    }
  });
}

/**
 * Random weights c_k of the inner cells, and sum_k c_k max(0, x - k)^power as a
 * function.
 */
function truncatedPowers(n: number) {
  const c = random(n, "weights").map((v, k) => k === 0 || k === n - 1 ? 0 : v);
  return {
    weights: c,
    at: (x: number, power: number) =>
      c.reduce((sum, v, k) => x > k ? sum + v * (x - k) ** power : sum, 0),
  };
}

for (const n of [2, 3, 4, 5, 6, 7, 16]) {
  Deno.test(`cubic-spline of ${n} cells is exact for linear functions`, () => {
    const line = centres(n).map((x) => 2 - 3 * x);
    allclose(times(inFrame("cubic-spline", n), line), zeros(n).fill(-3), {
      absolute: 1e-12,
    });
  });

  Deno.test(`cubic-spline of ${n} cells is exact for cubic splines without curvature at the ends`, () => {
    const { weights, at } = truncatedPowers(n);
    // The curvature is 0 at x = 0, and the weight of cell 1 makes it 0 at the other
    // end.
    if (n > 2) weights[1] -= at(n - 1, 1) / (n - 2);
    const cells = zeros(n).map((_, j) => j);
    const values = cells.map((x) => 0.7 - 0.4 * x + at(x, 3));
    const slopes = cells.map((x) => -0.4 + 3 * at(x, 2));
    const D = derivativeOperators["cubic-spline"].matrix(n, 1);
    allclose(times(D, values), slopes, { absolute: 1e-9 });
  });

  Deno.test(`cubic-spline-mirror of ${n} cells is exact for cubic splines that are level at the ends`, () => {
    const { at } = truncatedPowers(n);
    // The slope is 0 at x = 0, and the parabola makes it 0 at the other end.
    const parabola = -3 * at(n - 1, 2) / (2 * (n - 1));
    const cells = zeros(n).map((_, j) => j);
    const values = cells.map((x) => 0.7 + parabola * x ** 2 + at(x, 3));
    const slopes = cells.map((x) => 2 * parabola * x + 3 * at(x, 2));
    const D = derivativeOperators["cubic-spline-mirror"].matrix(n, 1);
    allclose(times(D, values), slopes, { absolute: 1e-9 });
  });

  Deno.test(`cubic-spline-mirror of ${n} cells is the slope of the spline through an image's line`, () => {
    const line = Float32Array.from(random(n, "line"));
    const spline = sampledImage(kernels["cubic-spline"], line, 1, n);
    const slopes = Array.from(line, (_, x) => {
      const out = { value: NaN, dx: NaN, dy: NaN };
      sampleAt(spline, x, 0, out);
      return out.dx;
    });
    const D = derivativeOperators["cubic-spline-mirror"].matrix(n, 1);
    allclose(times(D, line), slopes, { absolute: 1e-5 });
  });
}

const counts = [16, 32, 64, 128];

Deno.test("cubic-spline-periodic converges with the fourth power of the cells", () => {
  const rate = rateOf(counts, (n) => {
    const c = centres(n);
    const found = times(
      inFrame("cubic-spline-periodic", n),
      c.map((x) => Math.sin(2 * Math.PI * x)),
    );
    const slope = c.map((x) => 2 * Math.PI * Math.cos(2 * Math.PI * x));
    return largestError(found, slope);
  });
  assertAlmostEquals(rate, -4, 0.1);
});

// If a function is curved at its ends, the natural spline loses three orders there. If
// it has a slope there, the mirrored one loses four.
for (
  const [name, atTheEnds] of [
    ["cubic-spline", -1],
    ["cubic-spline-mirror", 0],
  ] as const
) {
  Deno.test(`${name} converges with the fourth power in the middle, and ${-atTheEnds} at the ends`, () => {
    const errorOf = (where: (x: number) => boolean) => (n: number) => {
      const c = centres(n);
      const found = times(inFrame(name, n), c.map((x) => Math.sin(2 * x + 1)));
      const slope = c.map((x) => 2 * Math.cos(2 * x + 1));
      return largestError(found, slope, (i) => where(c[i]));
    };
    const middle = errorOf((x) => Math.abs(x) < 0.4);
    // The error of an end falls to 0.27 with each cell.
    assertAlmostEquals(rateOf([64, 128, 256], middle), -4, 0.1);
    assertAlmostEquals(rateOf(counts, errorOf(() => true)), atTheEnds, 0.1);
  });
}
