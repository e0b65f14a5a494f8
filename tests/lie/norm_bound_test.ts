import { assert, assertAlmostEquals } from "@std/assert";
import { transformations } from "#lib/flow/transformations.ts";
import {
  type DerivativeName,
  derivativeOperators,
} from "#lib/lie/derivative_operators.ts";
import {
  type Basis,
  cubic,
  projectField,
  quadratic,
  unit,
} from "#lib/lie/basis.ts";
import {
  combine,
  generatorStack,
  taperedGeneratorStack,
} from "#lib/lie/generator.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { times } from "./times.ts";

/** Largest allowed ratio of bound and norm, which is also that of the sub-steps. */
const LOOSEST = 2;

const grids = [
  { basis: quadratic, n: 5, margin: 0, random: 20 },
  { basis: quadratic, n: 6, margin: 0, random: 20 },
  { basis: cubic, n: 5, margin: 0, random: 20 },
  { basis: quadratic, n: 8, margin: 3, random: 10 },
  { basis: quadratic, n: 14, margin: 3, random: 4 },
] as const;

for (const { basis, n, margin, random } of grids) {
  Deno.test(`the bound holds and is within ${LOOSEST} times the spectral norm: ${basis.name}, n = ${n}, margin ${margin}`, () => {
    const stack = margin === 0
      ? generatorStack(basis, n)
      : taperedGeneratorStack(basis, n, margin);
    const bound = createNormBound(basis, n, margin);
    for (const [name, alpha] of coefficients(basis, random)) {
      const norm = spectralNorm(combine(stack, alpha));
      const ratio = bound(alpha) / norm;
      assert(ratio > 1 - 1e-9, `${name}: bound / norm = ${ratio}`);
      assert(ratio < LOOSEST, `${name}: bound / norm = ${ratio}`);
    }
  });
}

/**
 * Largest allowed ratios for splines. Their factor holds for fields of all directions,
 * and includes the field at the end cells, where a mirrored spline has slope 0.
 */
const loosestOfSplines = {
  "cubic-spline-periodic": 2.9,
  "cubic-spline": 2.9,
  "cubic-spline-mirror": 4.5,
} as const;

for (const [name, loosest] of Object.entries(loosestOfSplines)) {
  const operator = derivativeOperators[name as DerivativeName];
  for (const n of [3, 5, 6]) {
    Deno.test(`the bound holds and is within ${loosest} times the spectral norm: ${name}, n = ${n}`, () => {
      const stack = generatorStack(quadratic, n, operator);
      const bound = createNormBound(quadratic, n, 0, operator);
      for (const [what, alpha] of coefficients(quadratic, 20)) {
        const norm = spectralNorm(combine(stack, alpha));
        const said = `${what}: bound ${bound(alpha)}, norm ${norm}`;
        assert(bound(alpha) > norm * (1 - 1e-9), said);
        // With 3 cells a mirrored spline has slope 0 wherever a scaling moves.
        if (norm > 1e-12) assert(bound(alpha) < loosest * norm, said);
      }
    });
  }
}

Deno.test("the bound scales with |c| and is 0 for the zero field", () => {
  const bound = createNormBound(quadratic, 14, 3);
  const [[, alpha]] = coefficients(quadratic, 1);
  for (const c of [-3, 0.25]) {
    assertAlmostEquals(
      bound(alpha.map((v) => c * v)),
      Math.abs(c) * bound(alpha),
      1e-9,
    );
  }
  assertAlmostEquals(bound(new Float64Array(12)), 0, 0);
});

/** The projections of all named transformations on the basis, and random fields. */
function coefficients(basis: Basis, random: number): [string, Float64Array][] {
  const next = standardNormal(randomStream(0, "alpha"));
  return [
    ...Array.from({ length: random }, (_, i): [string, Float64Array] => [
      `random ${i}`,
      unit(basis.terms.map(() => next())),
    ]),
    ...Object.values(transformations).map((
      { name, field },
    ): [string, Float64Array] => [
      name,
      unit(projectField(field, basis).coefficients),
    ]),
  ];
}

/** The square root of the largest eigenvalue of A'A by power iteration, from below. */
function spectralNorm(matrix: Float64Array): number {
  const n = Math.sqrt(matrix.length);
  const transposed = matrix.map((_, i) =>
    matrix[(i % n) * n + Math.floor(i / n)]
  );
  const next = standardNormal(randomStream(0, "start"));
  let v = Float64Array.from({ length: n }, () => next());
  let norm = 0;
  for (let i = 0; i < 500; i++) {
    const w = times(transposed, times(matrix, v));
    const length = Math.hypot(...w);
    if (length === 0) return 0;
    const previous = norm;
    norm = Math.sqrt(length);
    v = w.map((value) => value / length);
    if (Math.abs(norm - previous) < 1e-6 * norm) break;
  }
  return norm;
}
