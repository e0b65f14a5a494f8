import { assertEquals, assertThrows } from "@std/assert";
import { closureOf } from "#lib/lie/algebra/closure.ts";
import { generatedAlgebra } from "#lib/lie/algebra/generated.ts";
import { nameAlgebra } from "#lib/lie/algebra/name_algebra.ts";
import {
  affine,
  type Basis,
  projectField,
  quadratic,
  type VectorField,
} from "#lib/lie/basis.ts";
import { allclose } from "../../allclose.ts";

const right: VectorField = () => [1, 0], down: VectorField = () => [0, 1];
const turn: VectorField = (x, y) => [-y, x];
const turnElsewhere: VectorField = (x, y) => [-y, x - 0.4];
const grow: VectorField = (x, y) => [x, y];
const slant: VectorField = (_x, y) => [y, 0];
const bend: VectorField = (x, y) => [x * x - y * y, 2 * x * y];

const rowsIn = (basis: Basis, fields: readonly VectorField[]) =>
  fields.map((field) => projectField(field, basis).coefficients);

const cases = [
  ["a shift and a rotation", affine, [right, turn], 3, "se(2)"],
  ["rotations about two points", affine, [turn, turnElsewhere], 3, "se(2)"],
  ["two shifts", affine, [right, down], 2, "R^2"],
  ["rotation and scaling", affine, [turn, grow], 2, "R^2"],
  [
    "rotations about two points and a shear",
    affine,
    [turn, turnElsewhere, slant],
    5,
    "sa(2)",
  ],
  [
    "a shift, a rotation and a special conformal field",
    quadratic,
    [right, turn, bend],
    6,
    "so(3,1)",
  ],
] as const;

for (const [name, basis, fields, dimension, algebra] of cases) {
  Deno.test(`${name} generate ${algebra}`, () => {
    const given = rowsIn(basis, fields);
    const rows = generatedAlgebra(basis, given);
    assertEquals(rows.length, dimension);
    assertEquals(rows.slice(0, fields.length), given);
    const directions = Float64Array.from(rows.flatMap((row) => [...row]));
    const { orthonormal, defect } = closureOf(basis, directions);
    allclose([defect], [0], { absolute: 1e-10 });
    assertEquals(nameAlgebra(orthonormal).name, algebra);
  });
}

Deno.test("a bracket outside of the basis is refused", () => {
  const cube: VectorField = (x) => [0, x * x];
  assertThrows(
    () => generatedAlgebra(quadratic, rowsIn(quadratic, [bend, cube])),
    RangeError,
    'generatedAlgebra: expected brackets that the basis "quadratic" holds, found one that is to ',
  );
});

Deno.test("dependent fields are refused", () => {
  const slanted: VectorField = (x, y) => [0.1 - 0.3 * y, 0.3 * x];
  const twice = rowsIn(affine, [right, turn, slanted]);
  assertThrows(() => generatedAlgebra(affine, twice), RangeError);
});
