import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { orbitTable } from "#lib/flow/orbit_table.ts";
import {
  affine,
  type Basis,
  fieldOf,
  functionBasis,
  quadratic,
} from "#lib/lie/basis.ts";
import { integrateField } from "#lib/flow/integrate.ts";

const SIDE = 8;
const cells = Array.from({ length: SIDE * SIDE }, (_, cell) => cell);
const toFrame = (cell: number) => (cell - (SIDE - 1) / 2) / (SIDE / 2);
const toCells = (x: number) => x * (SIDE / 2) + (SIDE - 1) / 2;

const waves = functionBasis("waves", [
  { component: "x", label: "sin y", value: (_x, y) => Math.sin(2 * y) },
  { component: "y", label: "x", value: (x) => x },
]);

const fields: readonly (readonly [string, Basis, readonly number[]])[] = [
  ["a rotation", affine, [0, 0, -0.7, 0, 0.7, 0]],
  [
    "a quadratic field",
    quadratic,
    [0.2, -0.1, 0.3, 0.25, -0.3, 0.1, -0.2, 0.4, 0.1, -0.3, 0.2, 0.15],
  ],
  ["waves", waves, [0.8, -0.6]],
];

for (const [name, basis, alpha] of fields) {
  const largest = 0.9;
  const table = orbitTable(basis, alpha, largest, SIDE);
  const { nodes, spacing, terms } = table;
  const middle = (nodes - 1) / 2;

  Deno.test(`${name}: the table is the flow, backwards`, () => {
    assertAlmostEquals(middle * spacing, largest, 1e-12);
    assertEquals([table.cells, terms], [SIDE ** 2, basis.terms.length]);
    const field = fieldOf(basis, alpha);
    for (const node of [0, 7, middle, middle + 1, nodes - 1]) {
      const t = (node - middle) * spacing;
      for (const cell of cells) {
        const [x, y] = integrateField(
          field,
          -t,
          toFrame(cell % SIDE),
          toFrame(Math.floor(cell / SIDE)),
        );
        const at = node * SIDE ** 2 + cell;
        assertAlmostEquals(table.x[at], toCells(x), 1e-5);
        assertAlmostEquals(table.y[at], toCells(y), 1e-5);
      }
    }
  });

  Deno.test(`${name}: derivatives in alpha are limits of differences`, () => {
    const h = 1e-3;
    for (const node of [0, middle - 5, middle, nodes - 1]) {
      const t = (node - middle) * spacing;
      for (let term = 0; term < terms; term++) {
        const [more, less] = [h, -h].map((step) =>
          fieldOf(
            basis,
            alpha.map((value, k) => k === term ? value + step : value),
          )
        );
        for (const cell of cells.filter((cell) => cell % 5 === 0)) {
          const [x, y] = [
            toFrame(cell % SIDE),
            toFrame(Math.floor(cell / SIDE)),
          ];
          const [mx, my] = integrateField(more, -t, x, y);
          const [lx, ly] = integrateField(less, -t, x, y);
          const at = (node * SIDE ** 2 + cell) * terms + term;
          const scale = SIDE / 2 / (2 * h);
          assertAlmostEquals(table.xOf[at], (mx - lx) * scale, 1e-4);
          assertAlmostEquals(table.yOf[at], (my - ly) * scale, 1e-4);
        }
      }
    }
  });
}

Deno.test("without derivatives the places are the same", () => {
  const [, basis, alpha] = fields[1];
  const plain = orbitTable(basis, alpha, 0.9, SIDE, false);
  const full = orbitTable(basis, alpha, 0.9, SIDE);
  assertEquals([plain.x, plain.y], [full.x, full.y]);
  assertEquals([plain.terms, plain.xOf.length, plain.yOf.length], [0, 0, 0]);
});

Deno.test("at t = 0 every cell is where it is, whatever alpha", () => {
  const [, basis, alpha] = fields[1];
  const { x, y, xOf, yOf, nodes } = orbitTable(basis, alpha, 3, SIDE);
  const start = (nodes - 1) / 2 * SIDE ** 2;
  for (const cell of cells) {
    assertAlmostEquals(x[start + cell], cell % SIDE, 1e-6);
    assertAlmostEquals(y[start + cell], Math.floor(cell / SIDE), 1e-6);
  }
  const terms = basis.terms.length;
  const still = (slopes: Float32Array) =>
    slopes.subarray(start * terms, (start + SIDE ** 2) * terms)
      .every((slope) => slope === 0);
  assert(still(xOf) && still(yOf));
});

Deno.test("what leaves the frame for good stays finite, and far away", () => {
  // dx/dt = -x^2: from x = -1, all is over at t = 1.
  const alpha = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const largest of [2, 40]) {
    const { x, y, xOf, yOf, nodes } = orbitTable(
      quadratic,
      alpha,
      largest,
      SIDE,
    );
    for (const values of [x, y, xOf, yOf]) {
      assert(values.every(Number.isFinite));
    }
    const last = x.subarray((nodes - 1) * SIDE ** 2);
    // The left half has left the frame to the left, or stays near 0.
    for (const cell of cells) {
      const start = toFrame(cell % SIDE);
      if (largest * start < -1) {
        assert(last[cell] < toCells(-4), `${last[cell]}`);
      }
      if (start > 0) assert(last[cell] > toCells(-0.1));
    }
  }
});
