import { assert, assertEquals } from "@std/assert";
import { type KnownSpace, knownSpaces } from "#lib/detection/known_spaces.ts";
import { nameSpace as pausable } from "#lib/detection/name_space.ts";
import { closureOf } from "#lib/lie/algebra/closure.ts";
import { nameAlgebra } from "#lib/lie/algebra/name_algebra.ts";
import { principalAngles } from "#lib/lie/algebra/principal_angles.ts";
import {
  affine,
  cubic,
  fieldOf,
  functionBasis,
  monomialBasis,
  projectField,
  quadratic,
  type VectorField,
} from "#lib/lie/basis.ts";
import { elements } from "#lib/detection/combination.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { mixedRows, randomMatrix } from "../lie/algebra/random_matrix.ts";

const nameSpace = (...given: Parameters<typeof pausable>) =>
  runPausable(pausable(...given));

const TERMS = quadratic.terms.length;
const inQuadratic = elements.map((element) =>
  projectField(element, quadratic).coefficients
);

/** Rows of coefficients of a space at a place, in the quadratic basis. */
function rowsOf(space: KnownSpace, place = PLACE): Float64Array {
  return Float64Array.from(
    space.generators(place).flatMap((weights) =>
      Array.from(
        { length: TERMS },
        (_, at) =>
          weights.reduce((sum, w, i) => sum + w * inQuadratic[i][at], 0),
      )
    ),
  );
}

const PLACE = { centre: [0.43, -0.27], axis: 0.35 } as const;
const fields = (...all: VectorField[]) =>
  Float64Array.from(
    all.flatMap((field) => [...projectField(field, quadratic).coefficients]),
  );

Deno.test("every known space is closed, and its algebra is the stated one", () => {
  for (const space of knownSpaces) {
    const { defect, orthonormal } = closureOf(quadratic, rowsOf(space));
    allclose([defect], [0], { absolute: 1e-10 }, space.title);
    assertEquals(nameAlgebra(orthonormal), {
      name: space.algebra,
      known: true,
    }, space.title);
  }
});

Deno.test("every known space is found in any basis of it, with its place", async () => {
  const gauss = standardNormal(randomStream(0, "bases of spaces"));
  for (const space of knownSpaces) {
    const rows = rowsOf(space);
    const matrix = randomMatrix(rows.length / TERMS, 5, gauss);
    const found = await nameSpace(quadratic, mixedRows(matrix, rows, TERMS), 5);
    assertEquals(found?.name, `${space.title} ${space.algebra}`);
    assert(found !== undefined && found.angle < 1e-4, `${found?.angle}`);
    assert(Math.max(...principalAngles(found.rows, rows, TERMS)) < 1e-4);
    const { centre, axis } = found.place;
    allclose(centre, space.hasCentre ? PLACE.centre : [0, 0], {
      absolute: 1e-5,
    });
    allclose([axis], [space.axisPeriod > 0 ? PLACE.axis : 0], {
      absolute: 1e-5,
    });
  }
});

Deno.test("noise of 2 % in the coefficients does not change the name, and the place by at most 0.1", async () => {
  const gauss = standardNormal(randomStream(1, "noisy spaces"));
  for (const space of knownSpaces) {
    const noisy = rowsOf(space).map((value) => value + 0.02 * gauss());
    const found = await nameSpace(quadratic, noisy, 15);
    assertEquals(found?.name, `${space.title} ${space.algebra}`);
    assert(found !== undefined && found.angle > 0.1);
    if (space.hasCentre) {
      allclose(found.place.centre, PLACE.centre, { absolute: 0.1 });
    }
    if (space.axisPeriod > 0) {
      allclose([found.place.axis], [PLACE.axis], { absolute: 0.1 });
    }
  }
});

Deno.test("a space is described in words, with its place", async () => {
  const turn: VectorField = (x, y) => [-y, x];
  const right: VectorField = () => [1, 0], down: VectorField = () => [0, 1];
  const rigid = await nameSpace(quadratic, fields(down, turn, right), 1);
  assertEquals(rigid?.name, "rigid motions se(2)");
  assertEquals(rigid?.algebra, "se(2)");
  assertEquals(
    rigid?.words,
    "rotation about (0.00, 0.00) and all translations",
  );
  assertEquals([rigid?.hasCentre, rigid?.hasAxis], [false, false]);
  allclose(rigid?.rows ?? [], fields(turn, right, down), { absolute: 1e-12 });

  const spiral = fields(
    (x, y) => [-(y + 0.5), x - 0.25],
    (x, y) => [x - 0.25, y + 0.5],
  );
  assertEquals(
    (await nameSpace(quadratic, spiral, 1))?.words,
    "rotation and scaling about (0.25, -0.50)",
  );
  assertEquals(
    (await nameSpace(quadratic, fields(down, (_x, y) => [0, y]), 1))?.words,
    "translation along y and scaling along y",
  );
});

Deno.test("the nearest space has a name only within the tolerance", async () => {
  const near = fields(
    (x, y) => [-y + 0.1 * x * x, x],
    () => [1, 0],
    () => [0, 1],
  );
  const angle = Math.atan(0.1 / Math.SQRT2) * 180 / Math.PI;
  allclose([(await nameSpace(quadratic, near, angle + 0.01))?.angle ?? NaN], [
    angle,
  ], {
    absolute: 1e-9,
  });
  assertEquals(await nameSpace(quadratic, near, angle - 0.01), undefined);
  assertEquals(await nameSpace(quadratic, fields(() => [1, 0]), 90), undefined);
});

Deno.test("a space is named in every basis that contains it", async () => {
  const conformal = knownSpaces.at(-1);
  assertEquals(conformal?.algebra, "so(3,1)");
  const identity = Float64Array.from(
    { length: 36 },
    (_, at) => at % 7 === 0 ? 1 : 0,
  );
  // The space has all six terms, so it is exactly that of all affine maps.
  assertEquals((await nameSpace(affine, identity, 90))?.algebra, "aff(2)");
  const linear = monomialBasis("linear", [[1, 0], [0, 1]]);
  assertEquals(
    (await nameSpace(linear, Float64Array.of(0, -1, 1, 0, 1, 0, 0, 1), 1))
      ?.words,
    "rotation and scaling about (0.00, 0.00)",
  );
  const waves = functionBasis("waves", [
    { component: "x", label: "sin x ∂x", value: (x) => Math.sin(x) },
    { component: "y", label: "sin y ∂y", value: (_x, y) => Math.sin(y) },
  ]);
  assertEquals(
    await nameSpace(waves, Float64Array.of(1, 0, 0, 1), 90),
    undefined,
  );
});

Deno.test("a basis without mixed terms names spaces along the axes", async () => {
  const axes = functionBasis("axes", [
    { component: "x", label: "∂x", value: () => 1 },
    { component: "x", label: "x ∂x", value: (x) => x },
    { component: "y", label: "∂y", value: () => 1 },
    { component: "y", label: "y ∂y", value: (_x, y) => y },
  ]);
  assertEquals(
    (await nameSpace(axes, Float64Array.of(0, 0, 1, 0, 0, 0, 0, 1), 1))?.words,
    "translation along y and scaling along y",
  );
});

Deno.test("the textbook basis has coefficients in the given basis", async () => {
  const rows = Float64Array.from(
    [
      (x: number, y: number) => [x, y] as const,
      () => [1, 0] as const,
      () => [0, 1] as const,
    ].flatMap((field) => [
      ...projectField(field, cubic).coefficients,
    ]),
  );
  const found = await nameSpace(cubic, rows, 1);
  assertEquals(found?.rows.length, 60);
  allclose(
    fieldOf(cubic, found?.rows.subarray(0, 20) ?? [])(0.3, 0.4),
    [0.3, 0.4],
    { absolute: 1e-12 },
  );
});
