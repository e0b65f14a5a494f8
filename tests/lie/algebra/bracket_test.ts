import { assert, assertThrows } from "@std/assert";
import { integrateField } from "#lib/flow/integrate.ts";
import { bracketField, polynomialBracket } from "#lib/lie/algebra/bracket.ts";
import {
  affine,
  type Basis,
  cubic,
  fieldOf,
  functionBasis,
  projectField,
  quadratic,
  type VectorField,
} from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../../allclose.ts";

const gauss = standardNormal(randomStream(0, "brackets"));
const random = ({ terms }: Basis) => Float64Array.from(terms, () => gauss());
const POINTS = [[0, 0], [0.3, -0.7], [-0.9, 0.8], [1, 1]] as const;
const at = (field: VectorField) => POINTS.flatMap(([x, y]) => field(x, y));

/** Terms that are not monomials: waves and an exponential. */
const waves = functionBasis("waves", [
  { component: "x", label: "sin 2y ∂x", value: (_x, y) => Math.sin(2 * y) },
  { component: "x", label: "x ∂x", value: (x) => x },
  { component: "y", label: "exp x ∂y", value: (x) => Math.exp(x) },
  { component: "y", label: "cos xy ∂y", value: (x, y) => Math.cos(x * y) },
]);

const inAffine = (field: VectorField) =>
  projectField(field, affine).coefficients;
const right = inAffine(() => [1, 0]), down = inAffine(() => [0, 1]);
const turn = inAffine((x, y) => [-y, x]), grow = inAffine((x, y) => [x, y]);
const shear = inAffine((x) => [0, x]);

Deno.test("brackets of textbook fields", () => {
  const cases: [Float64Array, Float64Array, VectorField][] = [
    [right, shear, () => [0, 1]],
    [right, grow, () => [1, 0]],
    [right, turn, () => [0, 1]],
    [down, turn, () => [-1, 0]],
    [turn, grow, () => [0, 0]],
    [right, down, () => [0, 0]],
  ];
  for (const [x, y, expected] of cases) {
    allclose(at(bracketField(affine, x, y)), at(expected), { absolute: 1e-14 });
    const exact = polynomialBracket(affine, x, y);
    allclose(at(fieldOf(exact.basis, exact.coefficients)), at(expected), {
      absolute: 1e-14,
    });
  }
});

Deno.test("the bracket by coefficients agrees with the bracket at points", () => {
  for (const basis of [affine, quadratic, cubic]) {
    const [x, y] = [random(basis), random(basis)];
    const exact = polynomialBracket(basis, x, y);
    allclose(
      at(fieldOf(exact.basis, exact.coefficients)),
      at(bracketField(basis, x, y)),
      { absolute: 1e-12 },
    );
  }
});

Deno.test("brackets of functions by differences agree with those by hand", () => {
  // X = sin 2y ∂x, Y = exp x ∂y
  const found = bracketField(waves, [1, 0, 0, 0], [0, 0, 1, 0]);
  const expected: VectorField = (x, y) => [
    -Math.exp(x) * 2 * Math.cos(2 * y),
    Math.sin(2 * y) * Math.exp(x),
  ];
  allclose(at(found), at(expected), { absolute: 1e-9 });
});

Deno.test("brackets are antisymmetric and bilinear", () => {
  for (const basis of [quadratic, waves]) {
    const [x, y, z] = [random(basis), random(basis), random(basis)];
    const both = x.map((value, i) => 2 * value - 3 * y[i]);
    const xz = at(bracketField(basis, x, z)),
      yz = at(bracketField(basis, y, z));
    allclose(
      at(bracketField(basis, both, z)),
      xz.map((value, i) => 2 * value - 3 * yz[i]),
      { absolute: 1e-8 },
    );
    allclose(at(bracketField(basis, z, x)), xz.map((value) => -value), {
      absolute: 1e-12,
    });
    allclose(at(bracketField(basis, x, x)), new Float64Array(8), {
      absolute: 1e-12,
    });
  }
});

Deno.test("brackets obey the Jacobi identity", () => {
  const [x, y, z] = [1, 2, 3].map(() => random(quadratic));
  const twice = (a: Float64Array, b: Float64Array, c: Float64Array) => {
    const inner = polynomialBracket(quadratic, b, c);
    const outer = projectField(fieldOf(quadratic, a), inner.basis);
    return at(
      bracketField(inner.basis, outer.coefficients, inner.coefficients),
    );
  };
  const [p, q, r] = [twice(x, y, z), twice(y, z, x), twice(z, x, y)];
  assert(Math.hypot(...p) > 1);
  allclose(p.map((value, i) => value + q[i] + r[i]), new Float64Array(8), {
    absolute: 1e-9,
  });
});

Deno.test("X for s, Y for t, X for -s, Y for -t moves a point by s t [X, Y], up to third order", () => {
  const x = random(quadratic).map((value) => value / 4);
  const y = random(quadratic).map((value) => value / 4);
  const bracket = bracketField(quadratic, x, y);
  const [fieldX, fieldY] = [fieldOf(quadratic, x), fieldOf(quadratic, y)];
  const start = [0.3, -0.4] as const;
  const errorAt = (s: number, t: number) => {
    let r: readonly [number, number] = start;
    for (
      const [field, time] of [[fieldX, s], [fieldY, t], [fieldX, -s], [
        fieldY,
        -t,
      ]] as const
    ) r = integrateField(field, time, ...r);
    const expected = bracket(...start);
    return Math.hypot(
      (r[0] - start[0]) - s * t * expected[0],
      (r[1] - start[1]) - s * t * expected[1],
    );
  };
  const steps = [0.2, 0.1, 0.05, 0.025];
  const errors = steps.map((step) => errorAt(step, 2 * step));
  for (let k = 1; k < errors.length; k++) {
    const order = Math.log2(errors[k - 1] / errors[k]);
    assert(Math.abs(order - 3) < 0.25, `order ${order}`);
  }
  // The other sign of the bracket gives an error of second order.
  const size = Math.hypot(...bracket(...start)) * 2 * 0.025 ** 2;
  assert(errors[3] < 0.1 * size, `${errors[3]} beside ${size}`);
});

Deno.test("brackets by coefficients need monomials", () => {
  assertThrows(
    () => polynomialBracket(waves, [1, 0, 0, 0], [0, 1, 0, 0]),
    RangeError,
    "sin 2y ∂x",
  );
});
