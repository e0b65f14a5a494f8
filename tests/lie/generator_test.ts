import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  affine,
  type Basis,
  cubic,
  functionBasis,
  quadratic,
} from "#lib/lie/basis.ts";
import { centres, derivativeMatrix } from "#lib/lie/derivative.ts";
import {
  derivativeOperators,
  shannonWhittaker,
} from "#lib/lie/derivative_operators.ts";
import { multiply } from "#lib/lie/expm.ts";
import {
  combine,
  generatorStack,
  taper,
  taperedGeneratorStack,
} from "#lib/lie/generator.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { times } from "./times.ts";

function randomVector(length: number, name: string): Float64Array {
  return Float64Array.from({ length }, standardNormal(randomStream(0, name)));
}

/** Gamma_x * (X D^T) + Gamma_y * (D X), written with matrix products. */
function applyPlain(
  basis: Basis,
  alpha: Float64Array,
  X: Float64Array,
  n: number,
  operator = shannonWhittaker,
) {
  const D = operator.matrix(n, n / 2), c = centres(n);
  const transposed = D.map((_, i) => D[(i % n) * n + Math.floor(i / n)]);
  const slopes = { x: multiply(X, transposed, n), y: multiply(D, X, n) };
  return X.map((_, i) =>
    basis.terms.reduce(
      (sum, { component, value }, k) =>
        sum + alpha[k] * value(c[i % n], c[Math.floor(i / n)]) *
          slopes[component][i],
      0,
    )
  );
}

for (const [name, operator] of Object.entries(derivativeOperators)) {
  Deno.test(`${name}: the generators on 5 x 5 act as Gamma_x (X D^T) + Gamma_y (D X)`, () => {
    const alpha = randomVector(quadratic.terms.length, "alpha");
    const X = randomVector(25, "image");
    const G = combine(generatorStack(quadratic, 5, operator), alpha);
    allclose(times(G, X), applyPlain(quadratic, alpha, X, 5, operator), {
      absolute: 1e-10,
    });
  });

  Deno.test(`${name}: constants stay constant, and a shift along x moves no content along y`, () => {
    const stack = generatorStack(quadratic, 5, operator);
    const alpha = randomVector(quadratic.terms.length, "alpha");
    const constant = new Float64Array(25).fill(1);
    allclose(times(combine(stack, alpha), constant), new Float64Array(25), {
      absolute: 1e-11,
    });
    const shift = stack.subarray(0, 25 * 25);
    shift.forEach((value, at) => {
      const [to, from] = [Math.floor(at / 25), at % 25];
      const sameRow = Math.floor(to / 5) === Math.floor(from / 5);
      if (!sameRow) assertEquals(value, 0);
    });
  });
}

Deno.test("without an operator the generators use derivativeMatrix, to the last bit", () => {
  assertEquals(
    generatorStack(quadratic, 5),
    generatorStack(quadratic, 5, {
      ...shannonWhittaker,
      matrix: (n) => derivativeMatrix(n),
    }),
  );
});

for (const n of [5, 6, 14]) {
  for (const basis of [affine, quadratic, cubic]) {
    Deno.test(`the ${basis.name} generators on ${n} x ${n} act as Gamma_x (X D^T) + Gamma_y (D X)`, () => {
      const alpha = randomVector(basis.terms.length, "alpha");
      const X = randomVector(n * n, "image");
      const G = combine(generatorStack(basis, n), alpha);
      allclose(times(G, X), applyPlain(basis, alpha, X, n), {
        absolute: 1e-10,
      });
    });
  }
}

Deno.test("rotation and scaling commute in the frame", () => {
  const n = 24;
  const stack = generatorStack(affine, n);
  const R = combine(stack, [0, 0, -1, 0, 1, 0]);
  const S = combine(stack, [0, 1, 0, 0, 0, 1]);
  const T = combine(stack, [1, 0, 0, 0, 0, 0]);
  const c = centres(n);
  const blob = Float64Array.from({ length: n * n }, (_, i) => {
    const x = c[i % n] - 0.05, y = c[Math.floor(i / n)] + 0.05;
    return Math.exp(-(x * x + y * y) / (2 * 0.16 ** 2));
  });
  const bracket = (a: Float64Array, b: Float64Array) => {
    const ab = times(a, times(b, blob)), ba = times(b, times(a, blob));
    return ab.map((value, i) => value - ba[i]);
  };
  allclose(bracket(R, S), new Float64Array(n * n), { absolute: 1e-3 });
  // The bracket [x d/dx + y d/dy, d/dx] is -d/dx, of size 3 here.
  allclose(bracket(S, T), times(T, blob).map((value) => -value), {
    absolute: 1e-3,
  });
});

for (const [n, margin] of [[5, 2], [6, 3], [14, 3]] as const) {
  Deno.test(`the tapered generators on ${n} + 2 x ${margin} are skew up to -1/2 div`, () => {
    const size = n + 2 * margin, cells = size * size;
    const stack = taperedGeneratorStack(quadratic, n, margin);
    quadratic.terms.forEach((_, k) => {
      const G = stack.subarray(k * cells * cells, (k + 1) * cells * cells);
      for (let i = 0; i < cells; i++) {
        for (let j = 0; j < i; j++) {
          assertEquals(G[i * cells + j] + G[j * cells + i], 0);
        }
      }
      // Constants stay constant: G 1 = 1/2 D Gamma - 1/2 D Gamma = 0.
      const constant = new Float64Array(cells).fill(1);
      allclose(times(G, constant), new Float64Array(cells), {
        absolute: 1e-11,
      });
    });
  });

  Deno.test(`the tapered generators on ${n} + 2 x ${margin} equal the split form, written out`, () => {
    const size = n + 2 * margin;
    const D = derivativeMatrix(size, n / 2), c = centres(n, margin);
    const fall = taper(n, margin);
    const u = randomVector(size * size, "image");
    const alpha = randomVector(12, "alpha");
    const field = (component: "x" | "y") =>
      u.map((_, i) => {
        const row = Math.floor(i / size), column = i % size;
        return quadratic.terms.reduce(
          (sum, term, k) =>
            term.component !== component ? sum : sum +
              alpha[k] * term.value(c[column], c[row]) * fall[row] *
                fall[column],
          0,
        );
      });
    const transposed = D.map((_, i) =>
      D[(i % size) * size + Math.floor(i / size)]
    );
    const expected = new Float64Array(size * size);
    for (const component of ["x", "y"] as const) {
      const gamma = field(component);
      const slope = (image: Float64Array) =>
        component === "x"
          ? multiply(image, transposed, size)
          : multiply(D, image, size);
      const ofU = slope(u), ofGamma = slope(gamma);
      const ofProduct = slope(u.map((value, i) => value * gamma[i]));
      for (let i = 0; i < expected.length; i++) {
        expected[i] += (gamma[i] * ofU[i] + ofProduct[i] - ofGamma[i] * u[i]) /
          2;
      }
    }
    const G = combine(taperedGeneratorStack(quadratic, n, margin), alpha);
    allclose(times(G, u), expected, { absolute: 1e-10 });
  });
}

Deno.test("the taper is 1 in the frame and falls to 0 at the outermost cells", () => {
  allclose(taper(4, 2), [0, 0.5, 1, 1, 1, 1, 0.5, 0], { absolute: 1e-15 });
  allclose(taper(3, 0), [1, 1, 1], {});
  allclose(taper(2, 1), [0, 1, 1, 0], {});
  const long = taper(14, 6);
  assertEquals(long.toReversed(), long);
  for (let i = 0; i < 6; i++) assert(long[i] < long[i + 1]);
});

Deno.test("a basis of functions has generators, too", () => {
  const swirl = functionBasis("swirl", [
    { component: "x", label: "sin y ∂x", value: (_x, y) => Math.sin(y) },
  ]);
  const G = generatorStack(swirl, 6);
  const X = randomVector(36, "image");
  allclose(times(G, X), applyPlain(swirl, Float64Array.of(1), X, 6), {
    absolute: 1e-11,
  });
});

Deno.test("combine refuses a stack of the wrong size", () => {
  const stack = generatorStack(affine, 3);
  assertThrows(() => combine(stack, [1, 2]), RangeError, "2 square matrices");
  assertThrows(() => combine(stack, []), RangeError, "combine");
});
