import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { describe } from "#lib/detection/describe.ts";
import { aboutPoint, transformations } from "#lib/flow/transformations.ts";
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
    aboutPoint(transformations.rotation, 0.3, -0.2).field,
    "rotation about (0.30, -0.20)",
  ],
  [
    aboutPoint(transformations.scaling, -0.1, 0.4).field,
    "scaling about (-0.10, 0.40)",
  ],
  [
    (x, y) => [y - x, -x - y],
    "rotation and scaling at once about (0.00, 0.00), doubling every 39.7 degrees clockwise",
  ],
  [
    aboutPoint(transformations.spiral, 0.5, 0.1).field,
    "rotation and scaling at once about (0.50, 0.10), doubling every 39.7 degrees clockwise",
  ],
  [() => [1, 0], "translation along x"],
  [() => [-1, -1], "translation along 45 degrees"],
  [(_x, y) => [y - 0.5, 0], "shear along x, fixed at y = 0.50"],
  [(x) => [0, x + 0.5], "shear along y, fixed at x = -0.50"],
  [(x, y) => [x, -y], "squeeze mapping along x"],
  [(x, y) => [y, x], "squeeze mapping along 45 degrees"],
  [
    transformations.specialConformalX.field,
    "special conformal transformation along x",
  ],
  [
    transformations.specialConformalY.field,
    "special conformal transformation along y",
  ],
  [(x) => [x - 0.25, 0], "stretch along x, fixed at x = 0.25"],
  [(_x, y) => [0, -3 * y - 1.5], "stretch along y, fixed at y = -0.50"],
  // The field is u u·r, with u along (4, 3) / 5, at 36.9 degrees. The second one is 0
  // where u·r = 0.5.
  [
    (x, y) => [0.64 * x + 0.48 * y, 0.48 * x + 0.36 * y],
    "stretch along 37 degrees, fixed on the line through (0.00, 0.00)",
  ],
  [
    (x, y) => [0.64 * x + 0.48 * y - 0.4, 0.48 * x + 0.36 * y - 0.3],
    "stretch along 37 degrees, fixed on the line through (0.40, 0.30)",
  ],
  // The field is u n·r, with n = (-3, 4) / 5 across u.
  [
    (x, y) => [-0.48 * x + 0.64 * y - 0.4, -0.36 * x + 0.48 * y - 0.3],
    "shear along 37 degrees, fixed on the line through (-0.30, 0.40)",
  ],
  [
    (x, y) => [x - 0.5, 2 * y + 0.5],
    "anisotropic scaling about (0.50, -0.25), 0.50 times as fast across y as along it",
  ],
  [
    (x, y) => [2 * x + y, x + 2 * y],
    "anisotropic scaling about (0.00, 0.00), 0.33 times as fast across 45 degrees as along it",
  ],
  // The flow keeps (x / 2)² + y².
  [
    (x, y) => [-2 * y, x / 2],
    "elliptic rotation about (0.00, 0.00), 2.00 times as wide along x as across",
  ],
  // The eigenvalues are real, but the eigenvectors are not orthogonal.
  [(x, y) => [x + 2 * y, 3 * x - y], "affine map"],
  // A stretch that also drifts along its fixed line has no fixed point.
  [(x) => [x, 0.5], "affine map"],
  // A shear that also drifts across its fixed line moves points along parabolas.
  [(_x, y) => [y, 0.5], "affine map"],
];

for (const [field, name] of exact) {
  Deno.test(`a field is named exactly, whatever its sign: ${name}`, () => {
    const found = of(field);
    assertEquals(found.name, name);
    assertEquals(of((x, y) => [-field(x, y)[0], -field(x, y)[1]]).name, name);
    assert(found.angleDegrees < 1e-4, `${found.angleDegrees}`);
    assertAlmostEquals(found.share, 1, 1e-9);
  });
}

Deno.test("the sign and the length of alpha do not matter", () => {
  const { coefficients } = projectField(
    aboutPoint(transformations.rotation, 0.3, -0.2).field,
    quadratic,
  );
  assertEquals(
    describe(quadratic, coefficients.map((value) => -7 * value)).name,
    "rotation about (0.30, -0.20)",
  );
});

Deno.test("a field off by an angle has the angle, the name and the share", () => {
  const { coefficients } = projectField(
    transformations.rotation.field,
    quadratic,
  );
  // No rotation, shift, scaling or squeeze has this curvature.
  const off = coefficients.slice();
  const length = Math.hypot(...coefficients);
  off[3] = length * Math.tan(2 * Math.PI / 180);
  const found = describe(quadratic, off);
  assertEquals(found.name, "rotation about (0.00, 0.00)");
  assertAlmostEquals(found.angleDegrees, 2, 1e-6);
  assertAlmostEquals(found.share, Math.cos(2 * Math.PI / 180), 1e-9);
});

Deno.test("a field near to no known one has no name, in any basis", () => {
  assertEquals(of((x) => [x * x, 0]).name, "no known transformation");
  assertEquals(
    describe(affine, [0, 0, -1, 0, 1, 0]).name,
    "rotation about (0.00, 0.00)",
  );
});
