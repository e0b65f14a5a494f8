import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { eigenvalues } from "#lib/lie/eigenvalues.ts";
import { centres, derivativeMatrix } from "#lib/lie/derivative.ts";
import {
  type DerivativeName,
  derivativeOperators,
} from "#lib/lie/derivative_operators.ts";
import { expm } from "#lib/lie/expm.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { largestError, rateOf } from "./convergence.ts";
import { times } from "./times.ts";

const sizes = [1, 2, 3, 4, 5, 6, 7, 16] as const;
const names = Object.keys(derivativeOperators) as DerivativeName[];
const periodic = ["shannon-whittaker", "cubic-spline-periodic"] as const;

/** The derivative on the frame [-1, 1]. */
const inFrame = (name: DerivativeName, n: number) =>
  derivativeOperators[name].matrix(n, n / 2);

const random = (length: number, name: string) =>
  Float64Array.from({ length }, standardNormal(randomStream(0, name)));

const zeros = (n: number) => new Float64Array(n);

for (const name of names) {
  const { matrix } = derivativeOperators[name];

  for (const n of sizes) {
    Deno.test(`${name} of ${n} cells: the slope of a constant is 0`, () => {
      allclose(times(inFrame(name, n), zeros(n).fill(1)), zeros(n), {
        absolute: 1e-12,
      });
    });

    Deno.test(`${name} of ${n} cells: a mirrored function has the mirrored slope, negative`, () => {
      const D = inFrame(name, n), f = random(n, "samples");
      const slope = times(D, f), mirrored = times(D, f.toReversed());
      allclose(mirrored, slope.toReversed().map((v) => -v), {
        absolute: 1e-12,
      });
    });

    Deno.test(`${name} of ${n} cells: cellsPerUnit is the scale of the axis`, () => {
      const expected = matrix(n, 1).map((v) => 3.5 * v);
      allclose(matrix(n, 3.5), expected, { absolute: 1e-13 });
    });
  }

  Deno.test(`${name}: wrong sizes are refused`, () => {
    assertThrows(() => matrix(2.5, 1), RangeError, "found 2.5");
    assertThrows(() => matrix(0, 1), RangeError, "found 0");
    assertThrows(() => matrix(4, 0), RangeError, "cellsPerUnit");
    assertThrows(() => matrix(4, NaN), RangeError, "cellsPerUnit");
  });
}

Deno.test("shannon-whittaker is derivativeMatrix to the last bit", () => {
  for (const n of sizes) {
    const { matrix } = derivativeOperators["shannon-whittaker"];
    allclose(matrix(n, n / 2), derivativeMatrix(n), {});
  }
});

for (const name of periodic) {
  for (const n of sizes) {
    Deno.test(`${name} of ${n} cells is antisymmetric and circulant`, () => {
      const D = inFrame(name, n);
      for (let j = 0; j < n; j++) {
        for (let k = 0; k < n; k++) {
          const value = D[j * n + k];
          assertAlmostEquals(D[k * n + j], -value, 1e-13);
          const next = ((j + 1) % n) * n + (k + 1) % n;
          assertAlmostEquals(D[next], value, 1e-12);
        }
      }
    });

    Deno.test(`${name} of ${n} cells has imaginary eigenvalues`, () => {
      for (const [re] of eigenvalues(inFrame(name, n))) {
        assertAlmostEquals(re, 0, 1e-12);
      }
    });
  }
}

const bump = (x: number) => Math.exp(-(x ** 2) / (2 * 0.1 ** 2));

/** Error of exp(-tD), which moves a bump by t = 0.25 in the frame. */
function errorOfMoving(name: DerivativeName, n: number): number {
  const t = 0.25, c = centres(n);
  const found = times(
    expm(inFrame(name, n).map((v) => -t * v)),
    c.map((x) => bump(x + t / 2)),
  );
  return largestError(found, c.map((x) => bump(x - t / 2)));
}

Deno.test("shannon-whittaker: exp(-tD) moves a nearly band-limited function with only rounding errors", () => {
  assertAlmostEquals(errorOfMoving("shannon-whittaker", 64), 0, 1e-13);
});

for (const name of names) {
  if (name === "shannon-whittaker") continue;
  Deno.test(`${name}: exp(-tD) moves a smooth function, with an error of the fourth power`, () => {
    const errorOf = (n: number) => errorOfMoving(name, n);
    assert(errorOf(64) < 2e-3, `${errorOf(64)}`);
    assertAlmostEquals(rateOf([48, 64, 96], errorOf), -4, 0.2);
  });
}

for (const name of names) {
  Deno.test(`${name}: exp(-sD) exp(-tD) is exp(-(s + t) D)`, () => {
    const D = inFrame(name, 5), f = random(5, "samples");
    const move = (t: number, v: Float64Array) =>
      times(expm(D.map((d) => -t * d)), v);
    allclose(move(0.3, move(-0.5, f)), move(-0.2, f), { absolute: 1e-12 });
  });
}
