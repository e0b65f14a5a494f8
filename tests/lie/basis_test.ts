import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { transformations } from "#lib/flow/transformations.ts";
import {
  affine,
  basisByName,
  cubic,
  fieldOf,
  functionBasis,
  monomialBasis,
  norm,
  projectField,
  quadratic,
  unit,
} from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { allclose } from "../allclose.ts";

Deno.test("the bases have the terms and the order of the paper", () => {
  assertEquals(
    quadratic.terms.map((term) => term.label),
    [..."xy"].flatMap((axis) =>
      ["", "x ", "y ", "x² ", "xy ", "y² "].map((part) => `${part}∂${axis}`)
    ),
  );
  assertEquals(
    affine.terms.map((term) => term.label),
    ["∂x", "x ∂x", "y ∂x", "∂y", "x ∂y", "y ∂y"],
  );
  assertEquals(cubic.terms.length, 20);
  assertEquals(cubic.terms[7].label, "x²y ∂x");
  assertEquals(monomialBasis("high", [[12, 0]]).terms[1].label, "x¹² ∂y");
});

Deno.test("the terms of a monomial basis are their labels' values", () => {
  const [x, y] = [0.3, -0.7];
  const values = [1, x, y, x * x, x * y, y * y];
  allclose(
    quadratic.terms.map((term) => term.value(x, y)),
    [...values, ...values],
    { relative: 1e-15 },
  );
  assertEquals(
    quadratic.terms.map((term) => term.component).join(""),
    "xxxxxxyyyyyy",
  );
});

Deno.test("fieldOf adds up the terms", () => {
  const rotation = fieldOf(affine, [0, 0, -1, 0, 1, 0]);
  allclose(rotation(0.3, -0.7), [0.7, 0.3], {});
  assertThrows(
    () => fieldOf(affine, [1, 2]),
    RangeError,
    "expected 6 coefficients",
  );
});

for (const transformation of Object.values(transformations)) {
  Deno.test(`projectField is exact for ${transformation.name}`, () => {
    for (const basis of [quadratic, cubic]) {
      const { coefficients, residual } = projectField(
        transformation.field,
        basis,
      );
      assert(residual < 1e-14, `residual ${residual}`);
      const field = fieldOf(basis, coefficients);
      for (const [x, y] of [[0.1, 0.2], [-0.9, 0.4], [1, -1]] as const) {
        allclose(field(x, y), transformation.field(x, y), { absolute: 1e-13 });
      }
    }
  });
}

Deno.test("projectField gives the coefficients that made a field", () => {
  const next = standardNormal(randomStream(0, "coefficients"));
  const alpha = cubic.terms.map(() => next());
  const { coefficients, residual } = projectField(fieldOf(cubic, alpha), cubic);
  allclose(coefficients, alpha, { absolute: 1e-12 });
  assert(residual < 1e-14);
});

Deno.test("projectField gives the share of a field that it leaves", () => {
  // The best constant for x^2 over [-1, 1] is 1/3; the squared norms are 2/5 and 8/45.
  const fine = projectField((x) => [x * x, 0], affine);
  assertAlmostEquals(fine.residual, Math.sqrt(8 / 45 / (2 / 5)), 0.02);
  assertAlmostEquals(fine.coefficients[0], 1 / 3, 0.04);
  const sines = functionBasis("sines", [
    { component: "x", label: "sin y ∂x", value: (_x, y) => Math.sin(y) },
    { component: "y", label: "eˣ ∂y", value: (x) => Math.exp(x) },
  ]);
  const found = projectField((x, y) => [2 * Math.sin(y), -Math.exp(x)], sines);
  allclose(found.coefficients, [2, -1], { absolute: 1e-14 });
  assertEquals(projectField(() => [0, 0], affine).residual, 0);
});

Deno.test("projectField refuses dependent terms and infinite fields", () => {
  const twice = functionBasis("twice", [
    { component: "x", label: "x ∂x", value: (x) => x },
    { component: "x", label: "2x ∂x", value: (x) => 2 * x },
  ]);
  assertThrows(() => projectField((x) => [x, 0], twice), RangeError, '"twice"');
  assertThrows(
    () => projectField(() => [NaN, 0], affine),
    RangeError,
    "finite on [-1, 1]^2",
  );
});

Deno.test("unit gives norm 1 and the same direction", () => {
  allclose(unit([3, 0, -4]), [0.6, 0, -0.8], { relative: 1e-15 });
  assertEquals(norm([3, 0, -4]), 5);
  for (const wrong of [[0, 0], [1, NaN], [Infinity], []]) {
    assertThrows(() => unit(wrong), RangeError, "finite norm above 0");
  }
});

Deno.test("bases refuse wrong terms", () => {
  assertThrows(() => functionBasis("none", []), RangeError, '"none"');
  assertThrows(() => monomialBasis("b", [[0, -1]]), RangeError, "[0, -1]");
  assertThrows(() => monomialBasis("b", [[0, 1], [0, 1]]), RangeError, "twice");
});

Deno.test("a basis is found by its name, and another name is refused", () => {
  for (const basis of [affine, quadratic, cubic]) {
    assertEquals(basisByName(basis.name), basis);
  }
  assertThrows(
    () => basisByName("cubical"),
    UserError,
    'basis: expected one of affine, quadratic, cubic, found "cubical"',
  );
});
