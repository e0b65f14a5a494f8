import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { derivativeGrid, gridPlaces } from "#lib/flow/derivative_grid.ts";
import {
  alphaDerivativesAt,
  emptySources,
  orbitTable,
  sourcesOf,
} from "#lib/flow/orbit_table.ts";
import { unit } from "#lib/lie/basis.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";

Deno.test("a frame of up to 32 cells has its cells as the grid", () => {
  for (const side of [8, 27, 32]) {
    const size = { height: side, width: side };
    assertEquals(derivativeGrid(size), { step: 1, ...size });
  }
  const wide = { height: 12, width: 30 };
  assertEquals(derivativeGrid(wide), { step: 1, ...wide });
});

for (const side of [28, 34, 50, 64, 100, 200]) {
  Deno.test(`${side}: every cell lies between four points of the grid`, () => {
    const grid = derivativeGrid({ height: side, width: side });
    assert(grid.width * grid.height <= 33 ** 2);
    const { corner, right, down } = gridPlaces(grid, side);
    for (let cell = 0; cell < side * side; cell++) {
      const column = corner[cell] % grid.width;
      const row = Math.floor(corner[cell] / grid.width);
      assert(column + 1 < grid.width && row + 1 < grid.height);
      for (const share of [right[cell], down[cell]]) {
        assert(share >= 0 && share <= 1);
      }
      assertAlmostEquals(
        (column + right[cell]) * grid.step,
        cell % side,
        1e-5,
      );
      assertAlmostEquals(
        (row + down[cell]) * grid.step,
        Math.floor(cell / side),
        1e-5,
      );
    }
  });
}

Deno.test("derivatives in alpha on the grid agree with differences of orbits", () => {
  const side = 100, largest = 0.3, h = 1e-3;
  const alpha = unit([
    ...[0.2, -0.1, 0.3, 0.25, -0.3, 0.1],
    ...[-0.2, 0.4, 0.1, -0.3, 0.2, 0.15],
  ]);
  const size = { height: side, width: side };
  const table = runAtOnce(orbitTable(quadratic, alpha, largest, size));
  const { grid, terms, nodes, cells } = table;
  const points = grid.height * grid.width;
  const [x, y] = [0, 1].map(() => new Float32Array(points * terms));
  alphaDerivativesAt(table, -largest, x, y);
  for (const term of [1, 4, 9]) {
    const [more, less] = [h, -h].map((step) => {
      const other = runAtOnce(orbitTable(
        quadratic,
        alpha.map((value, k) => k === term ? value + step : value),
        largest,
        size,
        false,
      ));
      assertEquals(other.nodes, nodes);
      const out = emptySources(cells);
      sourcesOf(other)(-largest, out);
      return out;
    });
    for (const point of [0, 5, Math.floor(points / 2) + 3]) {
      const cell = Math.floor(point / grid.width) * grid.step * side +
        point % grid.width * grid.step;
      assert(cell < cells);
      const at = point * terms + term;
      assertAlmostEquals(x[at], (more.x[cell] - less.x[cell]) / (2 * h), 0.02);
      assertAlmostEquals(y[at], (more.y[cell] - less.y[cell]) / (2 * h), 0.02);
    }
  }
});
