import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { powerLaw } from "#lib/evaluation/power_law.ts";
import {
  emptySources,
  fastestSpeed,
  nodeWeights,
  orbitTable,
  sourcesOf,
} from "#lib/flow/orbit_table.ts";
import {
  affine,
  type Basis,
  fieldOf,
  functionBasis,
  quadratic,
} from "#lib/lie/basis.ts";
import { integrateField } from "#lib/flow/integrate.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";

const SIDE = 8, SIZE = { height: SIDE, width: SIDE };
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

/**
 * Tolerance of a place. The steps suit the fastest cell within the frame. Beyond the
 * frame, where nothing is read, a quadratic field is faster, and errors are larger.
 */
const toleranceAt = (x: number, y: number): number =>
  Math.max(Math.abs(x), Math.abs(y)) < 1.4 ? 1e-5 : 1e-4;

for (const [name, basis, alpha] of fields) {
  const largest = 0.9;
  const table = runAtOnce(orbitTable(basis, alpha, largest, SIZE));
  const { nodes, spacing, terms } = table;
  const middle = (nodes - 1) / 2;

  Deno.test(`${name}: the table has the inverse flow`, () => {
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
        const tolerance = toleranceAt(x, y);
        assertAlmostEquals(table.x[at], toCells(x), tolerance);
        assertAlmostEquals(table.y[at], toCells(y), tolerance);
      }
    }
  });

  Deno.test(`${name}: the derivative in t is minus the field at the place`, () => {
    const field = fieldOf(basis, alpha);
    for (let at = 0; at < table.x.length; at++) {
      const [vx, vy] = field(toFrame(table.x[at]), toFrame(table.y[at]));
      assertAlmostEquals(table.xByT[at], -vx * SIDE / 2, 1e-5);
      assertAlmostEquals(table.yByT[at], -vy * SIDE / 2, 1e-5);
    }
  });

  Deno.test(`${name}: between two nodes, the slope's weights are the derivatives of the value's weights`, () => {
    const h = 1e-4;
    for (const t of [-0.83, -0.31, 0.02, 0.47, 0.89]) {
      const [here, more, less] = [t, t + h, t - h]
        .map((t) => nodeWeights(table, t));
      assertEquals([more.start, less.start], [here.start, here.start]);
      here.slope.forEach((slope, k) =>
        assertAlmostEquals(
          slope,
          (more.value[k] - less.value[k]) / (2 * h),
          1e-4 * (1 + Math.abs(slope)),
        )
      );
    }
  });

  Deno.test(`${name}: at a node the interpolation equals the table, and beyond the ends it is constant`, () => {
    const cells = SIDE ** 2, out = emptySources(cells);
    const place = sourcesOf(table);
    const at = (t: number) => {
      place(t, out);
      return [...out.x, ...out.y];
    };
    for (const node of [0, 3, middle, nodes - 1]) {
      const part = (values: Float32Array) =>
        values.subarray(node * cells, (node + 1) * cells);
      const t = (node - middle) * spacing;
      allclose(at(t), [...part(table.x), ...part(table.y)], {
        absolute: 1e-6,
      });
    }
    assertEquals(at(1.5), at(largest));
    assertEquals(at(-1e9), at(-largest));
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
          const tolerance = 10 * toleranceAt(mx, my);
          assertAlmostEquals(table.xByAlpha[at], (mx - lx) * scale, tolerance);
          assertAlmostEquals(table.yByAlpha[at], (my - ly) * scale, tolerance);
        }
      }
    }
  });
}

Deno.test("without derivatives the places are the same", () => {
  const [, basis, alpha] = fields[1];
  const plain = runAtOnce(orbitTable(basis, alpha, 0.9, SIZE, false));
  const full = runAtOnce(orbitTable(basis, alpha, 0.9, SIZE));
  assertEquals([plain.x, plain.y], [full.x, full.y]);
  assertEquals([plain.xByT, plain.yByT], [full.xByT, full.yByT]);
  const { terms, xByAlpha, yByAlpha } = plain;
  assertEquals([terms, xByAlpha.length, yByAlpha.length], [0, 0, 0]);
});

Deno.test("at t = 0 every cell is where it is, whatever alpha", () => {
  const [, basis, alpha] = fields[1];
  const { x, y, xByAlpha, yByAlpha, nodes } = runAtOnce(orbitTable(
    basis,
    alpha,
    3,
    SIZE,
  ));
  const start = (nodes - 1) / 2 * SIDE ** 2;
  for (const cell of cells) {
    assertAlmostEquals(x[start + cell], cell % SIDE, 1e-6);
    assertAlmostEquals(y[start + cell], Math.floor(cell / SIDE), 1e-6);
  }
  const terms = basis.terms.length;
  const still = (slopes: Float32Array) =>
    slopes.subarray(start * terms, (start + SIDE ** 2) * terms)
      .every((slope) => slope === 0);
  assert(still(xByAlpha) && still(yByAlpha));
});

Deno.test("a cell that leaves to infinity stays finite and far away", () => {
  // dx/dt = -x^2 reaches infinity from x = -1 at t = 1.
  const alpha = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const largest of [2, 40]) {
    const { x, y, xByAlpha, yByAlpha, nodes } = runAtOnce(orbitTable(
      quadratic,
      alpha,
      largest,
      SIZE,
    ));
    for (const values of [x, y, xByAlpha, yByAlpha]) {
      assert(values.every(Number.isFinite));
    }
    const last = x.subarray((nodes - 1) * SIDE ** 2);
    // The left half has left the frame to the left, or remains near 0.
    for (const cell of cells) {
      const start = toFrame(cell % SIDE);
      if (largest * start < -1) {
        assert(last[cell] < toCells(-4), `${last[cell]}`);
      }
      if (start > 0) assert(last[cell] > toCells(-0.1));
    }
  }
});

Deno.test("between two nodes the error falls with the fourth power of the spacing", () => {
  // The table has one point on a circle; its places and speeds are exact up to float32.
  const omega = 3, radius = 100;
  const errorWith = (spacing: number) => {
    const angles = Array.from(
      { length: 9 },
      (_, i) => omega * spacing * (i - 4),
    );
    const tabulated = (value: (angle: number) => number) =>
      Float32Array.from(angles, value);
    const nothing = new Float32Array(0);
    const table = {
      ...{ spacing, nodes: 9, cells: 1, points: 1, terms: 0 },
      size: { height: 1, width: 1 },
      places: { step: 1, margin: 0, height: 1, width: 1 },
      grid: { step: 1, height: 1, width: 1 },
      x: tabulated((angle) => radius * Math.cos(angle)),
      y: tabulated((angle) => radius * Math.sin(angle)),
      xByT: tabulated((angle) => -omega * radius * Math.sin(angle)),
      yByT: tabulated((angle) => omega * radius * Math.cos(angle)),
      ...{ xByAlpha: nothing, yByAlpha: nothing },
    };
    const out = emptySources(1), place = sourcesOf(table);
    const errors = [-3.5, -1.3, 0.5, 2.7].map((at) => {
      place(at * spacing, out);
      const angle = omega * at * spacing;
      return Math.hypot(
        out.x[0] - radius * Math.cos(angle),
        out.y[0] - radius * Math.sin(angle),
      );
    });
    return Math.max(...errors);
  };
  const spacings = [0.4, 0.3, 0.2, 0.14, 0.1];
  const errors = spacings.map(errorWith);
  const points = spacings.map((x, i) => ({ x, y: errors[i] }));
  const rate = powerLaw(points)!.exponent;
  assert(rate > 3.9 && rate < 4.1, `rate ${rate} of ${errors}`);
});

const TURN = [0, 0, -1, 0, 1, 0];

Deno.test("the nodes' spacing suits the fastest cell, and their number is limited", () => {
  const corner = Math.SQRT2 * (SIDE - 1) / SIDE;
  assertAlmostEquals(fastestSpeed(affine, TURN, SIZE), corner, 1e-12);
  for (const [largest, nodes] of [[1e-3, 17], [3, 2 * 38 + 1], [60, 193]]) {
    const table = runAtOnce(orbitTable(affine, TURN, largest, SIZE, false));
    assertEquals(table.nodes, nodes);
    const at = (node: number) => node * SIDE ** 2;
    for (const node of [0, 5, nodes - 1]) {
      const t = (node - (nodes - 1) / 2) * table.spacing;
      const [x, y] = [toFrame(0), toFrame(0)];
      const [c, s] = [Math.cos(-t), Math.sin(-t)];
      allclose(
        [table.x[at(node)], table.y[at(node)]],
        [toCells(x * c - y * s), toCells(x * s + y * c)],
        { absolute: 1e-4 },
        `t = ${t}`,
      );
    }
  }
});

Deno.test("the frame of an image that is not square spans the longer side", () => {
  const size = { height: 6, width: 9 };
  const { x, y, nodes, cells } = runAtOnce(orbitTable(affine, TURN, 1, size));
  assertEquals(cells, 54);
  const start = (nodes - 1) / 2 * 54;
  for (let cell = 0; cell < 54; cell++) {
    assertAlmostEquals(x[start + cell], cell % 9, 1e-6);
    assertAlmostEquals(y[start + cell], Math.floor(cell / 9), 1e-6);
  }
  assertAlmostEquals(
    fastestSpeed(affine, TURN, size),
    Math.hypot(4, 2.5) / 4.5,
    1e-12,
  );
});
