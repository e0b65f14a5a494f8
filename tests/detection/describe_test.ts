import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { describe } from "#lib/detection/describe.ts";
import { about, transformations } from "#lib/flow/transformations.ts";
import {
  affine,
  projectField,
  quadratic,
  type VectorField,
} from "#lib/lie/basis.ts";

const of = (field: VectorField, basis = quadratic) =>
  describe(basis, projectField(field, basis).coefficients);

const exact: readonly (readonly [VectorField, string])[] = [
  [
    about(transformations.rotation, 0.3, -0.2).field,
    "rotation about (0.30, -0.20)",
  ],
  [
    about(transformations.scaling, -0.1, 0.4).field,
    "scaling about (-0.10, 0.40)",
  ],
  [
    (x, y) => [y - x, -x - y],
    "rotation and scaling at once about (0.00, 0.00), 1.00 log-scale a radian",
  ],
  [
    about(transformations.spiral, 0.5, 0.1).field,
    "rotation and scaling at once about (0.50, 0.10), 1.00 log-scale a radian",
  ],
  [() => [1, 0], "translation along 0 degrees"],
  [() => [-1, -1], "translation along 45 degrees"],
  [(_x, y) => [y - 0.5, 0], "shear along x, fixed at y = 0.50"],
  [(x) => [0, x + 0.5], "shear along y, fixed at x = -0.50"],
  [(x, y) => [x, -y], "squeeze mapping along 0 degrees"],
  [(x, y) => [y, x], "squeeze mapping along 45 degrees"],
  [
    transformations.specialConformalX.field,
    "special conformal transformation along 0 degrees",
  ],
  [
    transformations.specialConformalY.field,
    "special conformal transformation along 90 degrees",
  ],
  [(x, y) => [x + 2 * y, 3 * x - y], "affine map"],
];

for (const [field, name] of exact) {
  Deno.test(`a field is named exactly: ${name}`, () => {
    const found = of(field);
    assertEquals(found.name, name);
    assert(found.angleDegrees < 1e-4, `${found.angleDegrees}`);
    assertAlmostEquals(found.share, 1, 1e-9);
  });
}

Deno.test("the sign and the length of alpha do not matter", () => {
  const { coefficients } = projectField(
    about(transformations.rotation, 0.3, -0.2).field,
    quadratic,
  );
  assertEquals(
    describe(quadratic, coefficients.map((value) => -7 * value)).name,
    "rotation about (0.30, -0.20)",
  );
});

Deno.test("what is off by an angle says so, and keeps its share", () => {
  const { coefficients } = projectField(
    transformations.rotation.field,
    quadratic,
  );
  // A curvature that no rotation, shift, scaling or squeeze has.
  const off = coefficients.slice();
  const length = Math.hypot(...coefficients);
  off[3] = length * Math.tan(2 * Math.PI / 180);
  const found = describe(quadratic, off);
  assertEquals(found.name, "rotation about (0.00, 0.00)");
  assertAlmostEquals(found.angleDegrees, 2, 1e-6);
  assertAlmostEquals(found.share, Math.cos(2 * Math.PI / 180), 1e-9);
});

Deno.test("what is near to nothing known has no name; nor what the basis lacks", () => {
  assertEquals(of((x) => [x * x, 0]).name, "no known transformation");
  assertEquals(
    describe(affine, [0, 0, -1, 0, 1, 0]).name,
    "rotation about (0.00, 0.00)",
  );
});
