import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { describe } from "#lib/detection/describe.ts";
import {
  naturalValue,
  timeOfNatural,
} from "#lib/detection/natural_parameter.ts";
import { integrateField } from "#lib/flow/integrate.ts";
import {
  affine,
  type Basis,
  fieldOf,
  monomialBasis,
  projectField,
  quadratic,
  unit,
  type VectorField,
} from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { type Draw, drawn, SIZE } from "./drawn_fields.ts";

const alphaOf = (field: VectorField, basis: Basis = quadratic) =>
  unit(projectField(field, basis).coefficients);

const nameOf = (field: VectorField, basis: Basis = quadratic) =>
  describe(basis, alphaOf(field, basis)).name;

const stream = randomStream(0, "kinds of fields");
const gauss = standardNormal(stream);

function draw(): Draw {
  const sign = () => stream() < 0.5 ? -1 : 1;
  // The axis is not within 3 degrees of x or y, which would name it x or y, nor near a
  // diagonal, where a squeeze changes to its other axis.
  const within = 5 + Math.floor(38 * stream());
  return {
    centre: [stream() - 0.5, stream() - 0.5],
    degrees: sign() * (stream() < 0.5 ? within : 90 - within),
    rate: sign() * (0.3 + stream()),
    ratio: 0.3 + 0.4 * stream(),
  };
}

const DRAWS = 2;

const numbersIn = (name: string) =>
  (name.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

/**
 * alpha turned by an angle towards a direction, which is first made orthogonal to it.
 */
function turnedBy(degrees: number, alpha: Float64Array, towards: Float64Array) {
  const along = alpha.reduce((sum, a, i) => sum + a * towards[i], 0);
  const off = unit(towards.map((value, i) => value - along * alpha[i]));
  const tan = Math.tan(degrees * Math.PI / 180);
  return unit(alpha.map((value, i) => value + tan * off[i]));
}

for (const [kind, make] of Object.entries(drawn)) {
  Deno.test(`a drawn field has its name and numbers: ${kind}`, () => {
    for (let i = 0; i < DRAWS; i++) {
      const { field, begins, numbers } = make(draw());
      const alpha = alphaOf(field);
      const found = describe(quadratic, alpha, SIZE);
      assert(found.name.startsWith(begins), `${found.name}: no ${begins}`);
      const said = numbersIn(found.name);
      assertEquals(said.length, numbers.length, found.name);
      // Names have two decimals, and one in the spiral's last number.
      said.forEach((number, k) =>
        assertAlmostEquals(number, numbers[k], k < 2 ? 0.0051 : 0.051)
      );
      assert(found.angleDegrees < 1e-4, `${found.name}: ${found.angleDegrees}`);
      const negative = describe(quadratic, alpha.map((a) => -a), SIZE);
      assertEquals(negative.name, found.name);
      assertAlmostEquals(
        negative.parameter!.rate,
        -found.parameter!.rate,
        1e-6 * Math.abs(found.parameter!.rate),
      );
    }
  });

  Deno.test(`t in its natural unit agrees with the exact flow: ${kind}`, () => {
    for (let i = 0; i < DRAWS; i++) {
      const { field, measured } = make(draw());
      const alpha = alphaOf(field);
      const { parameter } = describe(quadratic, alpha, SIZE);
      const t = 0.3 - 0.6 * stream(), from = [0.8, -0.7] as const;
      const to = integrateField(fieldOf(quadratic, alpha), t, ...from);
      const value = naturalValue(parameter!, t);
      const expected = measured(from, to);
      assertAlmostEquals(value, expected, 1e-5 * (1 + Math.abs(expected)));
      assertAlmostEquals(timeOfNatural(parameter!, value), t, 1e-9);
    }
  });

  Deno.test(`a field 2 degrees off still has the name, one 20 degrees off has not: ${kind}`, () => {
    // No kind that is drawn has a part along x² ∂x.
    const bent = alphaOf((x) => [x * x, 0]);
    for (let i = 0; i < DRAWS; i++) {
      const { field, begins } = make(draw());
      const alpha = alphaOf(field);
      const anywhere = Float64Array.from(alpha, gauss);
      for (const towards of [bent, anywhere]) {
        const { name } = describe(quadratic, turnedBy(2, alpha, towards));
        assert(name.startsWith(begins), `${name}: no ${begins}`);
      }
      const { name } = describe(quadratic, turnedBy(20, alpha, bent));
      assertEquals(name, "no known transformation");
    }
  });
}

/**
 * tan(20°): a part of this size added to a field of length 1 turns it by 20 degrees.
 */
const OFF = Math.tan(20 * Math.PI / 180);

const far: readonly (readonly [string, VectorField, string])[] = [
  ["rotation", (x, y) => [-y + OFF * x, x - OFF * y], "elliptic rotation"],
  [
    "rotation",
    (x, y) => [-y + OFF * x, x + OFF * y],
    "rotation and scaling at once",
  ],
  ["scaling", (x, y) => [x + OFF * x, y - OFF * y], "anisotropic scaling"],
  ["stretch", (x, y) => [x, OFF * y], "anisotropic scaling"],
  ["stretch", (x) => [x, OFF * x], "affine map"],
  ["shear", (_x, y) => [y, -OFF * y], "affine map"],
  ["shear", (x, y) => [y, -OFF * x], "elliptic rotation"],
  ["squeeze", (x, y) => [x + OFF * x, -y + OFF * y], "anisotropic scaling"],
];

for (const [from, field, begins] of far) {
  Deno.test(`an affine field 20 degrees off a ${from} is another kind: ${begins}`, () => {
    const name = nameOf(field);
    assert(name.startsWith(begins), name);
  });
}

const distant: readonly (readonly [VectorField, string])[] = [
  [(x, y) => [x - 22, y], "scaling about (22.00, 0.00)"],
  [(x, y) => [-y, x - 20], "rotation about (20.00, 0.00)"],
  [(x) => [x - 15, 0], "stretch along x, fixed at x = 15.00"],
  [(_x, y) => [y - 15, 0], "shear along x, fixed at y = 15.00"],
  [(x) => [x - 25, 0], "translation along x"],
];

for (const [field, name] of distant) {
  Deno.test(`a field about a distant place keeps its name: ${name}`, () => {
    assertEquals(nameOf(field), name);
  });
}

Deno.test("a part that no kind explains does not change the name", () => {
  const { field } = drawn.rotation(draw());
  const alpha = alphaOf(field);
  const bent = alphaOf((x, y) => [x * x + y * y, 0]);
  for (const degrees of [5, 10]) {
    const found = describe(quadratic, turnedBy(degrees, alpha, bent));
    assert(found.name.startsWith("rotation about "), found.name);
    assertAlmostEquals(found.angleDegrees, degrees, 1e-6);
  }
});

Deno.test("an axis near to x is x", () => {
  const along = (degrees: number): VectorField => {
    const angle = degrees * Math.PI / 180;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return (x, y) => [c * (c * x + s * y), s * (c * x + s * y)];
  };
  assertEquals(nameOf(along(-2)), "stretch along x, fixed at x = 0.00");
  assertEquals(nameOf(along(88)), "stretch along y, fixed at y = 0.00");
  assert(nameOf(along(4)).startsWith("stretch along 4 degrees"));
});

Deno.test("a basis with only one component names the kinds that it contains", () => {
  const linear = monomialBasis("1, x and y", [[0, 0], [1, 0], [0, 1]]);
  const onlyX = { name: "x", terms: linear.terms.slice(0, 3) };
  const onlyY = { name: "y", terms: linear.terms.slice(3) };
  assertEquals(
    nameOf((_x, y) => [0, y - 0.5], onlyY),
    "stretch along y, fixed at y = 0.50",
  );
  assertEquals(
    nameOf((x) => [0, x + 0.5], onlyY),
    "shear along y, fixed at x = -0.50",
  );
  assertEquals(
    nameOf((x) => [x - 0.5, 0], onlyX),
    "stretch along x, fixed at x = 0.50",
  );
  assertEquals(
    nameOf((_x, y) => [y + 0.5, 0], onlyX),
    "shear along x, fixed at y = -0.50",
  );
  assertEquals(
    nameOf((x, y) => [x + y, 0], onlyX),
    "no known transformation",
  );
});

Deno.test("names are the same in the affine basis", () => {
  for (const make of Object.values(drawn)) {
    const { field, begins } = make(draw());
    const name = nameOf(field, affine);
    assert(name.startsWith(begins), `${name}: no ${begins}`);
  }
});

Deno.test("the factor of a stretch is that of its flow exp(t A)", () => {
  // x grows by 1.25 about x = 0.2, and y does not change.
  const factor = 1.25, place = 0.2;
  const alpha = alphaOf((x) => [Math.log(factor) * (x - place), 0]);
  const found = describe(quadratic, alpha, SIZE);
  assertEquals(found.name, "stretch along x, fixed at x = 0.20");
  assertEquals(found.parameter!.name, "factor along x");
  const t = timeOfNatural(found.parameter!, factor);
  const [x, y] = integrateField(fieldOf(quadratic, alpha), t, 0.6, -0.3);
  assertAlmostEquals(x, place + factor * 0.4, 1e-7);
  assertAlmostEquals(y, -0.3, 1e-12);
});

Deno.test("a shift is in pixels if the images' size is known, else in half-frames", () => {
  const alpha = alphaOf(() => [0, -1]);
  const { parameter } = describe(quadratic, alpha, { height: 10, width: 64 });
  assertEquals(parameter, {
    name: "shift",
    unit: "pixels",
    form: "linear",
    rate: -32,
  });
  const { unit, rate } = describe(quadratic, alpha).parameter!;
  assertEquals([unit, rate], ["half-frames", -1]);
});

Deno.test("a field that no single number describes has no natural unit", () => {
  for (
    const field of [
      (x: number, y: number) => [x + 2 * y, 3 * x - y] as const,
      (x: number, y: number) => [x * x - y * y, 2 * x * y] as const,
      (x: number) => [x * x, 0] as const,
    ]
  ) {
    const found = describe(quadratic, alphaOf(field));
    assert(!("parameter" in found), found.name);
  }
});
