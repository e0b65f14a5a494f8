import { assertThrows } from "@std/assert";
import { quadratic } from "#lib/lie/basis.ts";
import { expm, multiply } from "#lib/lie/expm.ts";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { norm, unit } from "#lib/lie/basis.ts";
import { solve } from "#lib/lie/solve.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import oracles from "../fixtures/oracles.json" with { type: "json" };
import { exponentialTimes, times } from "./times.ts";

const stacks = new Map([5, 6].map((d) => [d, generatorStack(quadratic, d)]));

/** Asserts agreement to `relative` of the largest expected number. */
function closeInNorm(
  actual: Float64Array,
  expected: ArrayLike<number>,
  relative: number,
  message?: string,
) {
  const largest = Math.max(...Array.from(expected, Math.abs));
  allclose(actual, expected, { absolute: relative * largest }, message);
}

const names = new Set(
  oracles.exponential_action.map((example) => example.name),
);
for (const name of names) {
  Deno.test(`expm agrees with SciPy for ${name}`, () => {
    for (const example of oracles.exponential_action) {
      if (example.name !== name) continue;
      const { alpha, d, t, z, expm_z, expm_multiply_z, frobenius } = example;
      const G = combine(stacks.get(d)!, alpha);
      const E = expm(G.map((value) => t * value));
      const action = times(E, z);
      const where = `d ${d}, t ${t}`;
      closeInNorm(action, expm_z, 1e-10, where);
      closeInNorm(action, expm_multiply_z, 1e-10, where);
      allclose([norm(E)], [frobenius], { relative: 1e-10 }, where);
      closeInNorm(
        exponentialTimes(G, t, Float64Array.from(z)),
        expm_z,
        1e-10,
        `Taylor, ${where}`,
      );
    }
  });
}

function randomGenerator(name: string): Float64Array {
  const next = standardNormal(randomStream(0, "expm", name));
  return combine(stacks.get(6)!, unit(quadratic.terms.map(next)));
}

Deno.test("exp(0) = 1", () => {
  allclose(expm(new Float64Array(9)), [1, 0, 0, 0, 1, 0, 0, 0, 1], {});
});

Deno.test("exp(s G) exp(t G) = exp((s + t) G)", () => {
  for (const [s, t] of [[0.3, 0.9], [1.5, -0.4], [0.7, -0.7]]) {
    const G = randomGenerator("sum");
    const at = (time: number) => expm(G.map((value) => value * time));
    const sum = at(s + t);
    closeInNorm(multiply(at(s), at(t), 36), sum, 1e-11, `${s} + ${t}`);
  }
});

Deno.test("det exp(A) = exp(trace A), and exp(A^T) = exp(A)^T", () => {
  const A = Float64Array.of(0.3, -2, 1.5, 0.4);
  const E = expm(A);
  allclose([E[0] * E[3] - E[1] * E[2]], [Math.exp(0.7)], { relative: 1e-14 });
  const B = expm(Float64Array.of(0.3, 1.5, -2, 0.4));
  allclose([B[0], B[2], B[1], B[3]], E, { relative: 1e-14 });
});

Deno.test("expm is correct for small, large and nilpotent matrices", () => {
  allclose(expm(Float64Array.of(1e-9)), [Math.exp(1e-9)], { relative: 1e-15 });
  allclose(expm(Float64Array.of(-40)), [Math.exp(-40)], { relative: 1e-12 });
  allclose(expm(Float64Array.of(0, 1e6, 0, 0)), [1, 1e6, 0, 1], {
    relative: 1e-12,
  });
  const angle = 200;
  const c = Math.cos(angle), s = Math.sin(angle);
  allclose(expm(Float64Array.of(0, -angle, angle, 0)), [c, -s, s, c], {
    absolute: 1e-11,
  });
});

Deno.test("solve inverts a product, with pivots if the diagonal is zero", () => {
  const A = Float64Array.of(0, 2, 1, 1, 0, 3, 4, 1, 0);
  const X = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 10);
  allclose(solve(A, multiply(A, X, 3), 3), X, { relative: 1e-13 });
  assertThrows(
    () => solve(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 0, 0, 1), 2),
    RangeError,
    "inverse",
  );
});

Deno.test("wrong matrices are refused", () => {
  assertThrows(() => expm(new Float64Array(6)), RangeError, "found 6 entries");
  assertThrows(() => expm(Float64Array.of(NaN)), RangeError, "finite entries");
  assertThrows(
    () => multiply(new Float64Array(4), new Float64Array(9), 2),
    RangeError,
    "found 4 and 9",
  );
});
