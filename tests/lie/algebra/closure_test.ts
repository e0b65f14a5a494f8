import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Closure, closureOf } from "#lib/lie/algebra/closure.ts";
import {
  affine,
  type Basis,
  functionBasis,
  projectField,
  quadratic,
  type VectorField,
} from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../../allclose.ts";
import { mixedRows, randomMatrix } from "./random_matrix.ts";

const right: VectorField = () => [1, 0], down: VectorField = () => [0, 1];
const turn: VectorField = (x, y) => [-y, x],
  grow: VectorField = (x, y) => [x, y];
const bendX: VectorField = (x, y) => [x * x - y * y, 2 * x * y];
const bendY: VectorField = (x, y) => [2 * x * y, y * y - x * x];

const rowsIn = (basis: Basis, ...fields: VectorField[]) =>
  Float64Array.from(
    fields.flatMap((field) => [...projectField(field, basis).coefficients]),
  );
const numbers = (c: Closure) => [
  c.brackets,
  c.outside,
  c.products,
  c.defect,
  c.shareOfBrackets,
];

Deno.test("the structure constants of rigid motions", () => {
  const { algebra, defect, shareOfBrackets } = closureOf(
    affine,
    rowsIn(affine, turn, right, down),
  );
  const expected = new Float64Array(27);
  const set = (i: number, j: number, k: number, value: number) => {
    expected[9 * i + 3 * j + k] = value;
    expected[9 * j + 3 * i + k] = -value;
  };
  set(1, 0, 2, 1); // [∂x, x ∂y - y ∂x] = ∂y
  set(2, 0, 1, -1);
  allclose(algebra.structure, expected, { absolute: 1e-13 });
  allclose([defect, shareOfBrackets], [0, 0], { absolute: 1e-13 });
});

Deno.test("closed spaces have no defect, even if brackets of products have a higher degree", () => {
  const conformal = rowsIn(quadratic, right, down, turn, grow, bendX, bendY);
  allclose([closureOf(quadratic, conformal).defect], [0], { absolute: 1e-12 });
  const waves = functionBasis("waves", [
    { component: "x", label: "1 ∂x", value: () => 1 },
    { component: "y", label: "sin x ∂y", value: (x) => Math.sin(x) },
    { component: "y", label: "cos x ∂y", value: (x) => Math.cos(x) },
  ]);
  const identity = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const { algebra, defect } = closureOf(waves, identity);
  allclose([defect], [0], { absolute: 1e-8 });
  allclose(algebra.structure.subarray(3, 9), [0, 0, 1, 0, -1, 0], {
    absolute: 1e-8,
  });
});

Deno.test("a bracket outside of the space gives a defect", () => {
  // [∂x, turn] = ∂y; the normalised turn is sqrt(3/2) turn.
  const open = closureOf(affine, rowsIn(affine, turn, right));
  // (turn . grad) turn = -(x, y) and (∂x . grad) turn = ∂y
  const [bracket, products] = [Math.sqrt(1.5), Math.sqrt(1.5 + 1.5)];
  allclose(numbers(open), [
    bracket,
    bracket,
    products,
    bracket / products,
    1,
  ], { absolute: 1e-12 });
});

Deno.test("numbers of a space do not depend on its basis", () => {
  const gauss = standardNormal(randomStream(1, "closure"));
  for (let trial = 0; trial < 5; trial++) {
    const rows = Float64Array.from({ length: 3 * 12 }, () => gauss());
    const expected = numbers(closureOf(quadratic, rows));
    assert(expected[3] > 0.1);
    const mixed = mixedRows(randomMatrix(3, 30, gauss), rows, 12);
    allclose(numbers(closureOf(quadratic, mixed)), expected, {
      relative: 1e-9,
    });
  }
});

Deno.test("noise in abelian spaces gives a small defect, and no share of the brackets", () => {
  const gauss = standardNormal(randomStream(2, "noise"));
  const about: VectorField = (x, y) => [-(y + 0.2), x - 0.3];
  const from: VectorField = (x, y) => [x - 0.3, y + 0.2];
  for (const fields of [[about, from], [right, down], [bendX, bendY]]) {
    const exact = rowsIn(quadratic, ...fields);
    allclose([closureOf(quadratic, exact).defect], [0], { absolute: 1e-12 });
    const noisy = exact.map((value) => value + 1e-3 * gauss());
    const { brackets, defect, shareOfBrackets } = closureOf(quadratic, noisy);
    assert(brackets > 0 && defect < 0.01, `defect ${defect}`);
    assertEquals(shareOfBrackets, 0);
  }
});

Deno.test("the span of one generator is closed", () => {
  const { algebra, defect } = closureOf(quadratic, rowsIn(quadratic, bendX));
  assertEquals([...algebra.structure], [0]);
  assertEquals(defect, 0);
});

Deno.test("rows that do not fit or are dependent are refused", () => {
  assertThrows(() => closureOf(affine, new Float64Array(7)), RangeError, "7");
  assertThrows(
    () => closureOf(affine, rowsIn(affine, turn, turn)),
    RangeError,
  );
});
