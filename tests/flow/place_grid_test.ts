import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { emptySources, orbitTable, sourcesOf } from "#lib/flow/orbit_table.ts";
import { integrateField } from "#lib/flow/integrate.ts";
import { cellFiller, placeGrid } from "#lib/flow/place_grid.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { fieldOf, quadratic } from "#lib/lie/basis.ts";

Deno.test("small frames have a point at every cell, large ones about 64 per side", () => {
  const sizes = [[8, 8], [64, 64], [65, 40], [256, 256], [512, 100]];
  const steps = sizes.map(([height, width]) =>
    placeGrid({ height, width }).step
  );
  assertEquals(steps, [1, 1, 2, 4, 8]);
});

Deno.test("a cubic is filled in exactly, up to the last cell", () => {
  const size = { height: 131, width: 70 };
  const grid = placeGrid(size);
  const value = (x: number, y: number) => {
    const [u, v] = [x / 50 - 1, y / 70 - 0.7];
    return u ** 3 - 2 * u * v ** 2 + 3 * v ** 3 + u * v - 1;
  };
  const points = Float64Array.from(
    { length: grid.height * grid.width },
    (_, i) =>
      value(
        (i % grid.width - grid.margin) * grid.step,
        (Math.floor(i / grid.width) - grid.margin) * grid.step,
      ),
  );
  const cells = new Float64Array(size.height * size.width);
  cellFiller(grid, size)(points, cells, 5);
  cells.forEach((filled, cell) => {
    const [x, y] = [cell % size.width, Math.floor(cell / size.width)];
    assertAlmostEquals(filled, value(x, y) + 5, 1e-9);
  });
});

Deno.test("on a large frame places follow the flow to a ten-thousandth of a cell", () => {
  const side = 256, half = side / 2, middle = (side - 1) / 2, largest = 0.8;
  const alpha = [
    ...[0.2, -0.1, 0.6, 0.1, -0.1, 0.1],
    ...[-0.2, -0.6, 0.1, -0.1, 0.1, 0.1],
  ];
  const table = runAtOnce(orbitTable(
    quadratic,
    alpha,
    largest,
    { height: side, width: side },
    false,
  ));
  const out = emptySources(side * side), field = fieldOf(quadratic, alpha);
  const place = sourcesOf(table);
  assert(table.points < side * side / 10);
  for (const t of [-largest, -0.31, 0.47]) {
    place(t, out, 2);
    for (const cell of [0, 1, 255, 777, 31003, 40100, 65279, 65535]) {
      const toFrame = (at: number) => (at - middle) / half;
      const [x, y] = [toFrame(cell % side), toFrame(Math.floor(cell / side))];
      const [u, v] = integrateField(field, -t, x, y);
      assertAlmostEquals(out.x[cell], u * half + middle + 2, 1e-4);
      assertAlmostEquals(out.y[cell], v * half + middle + 2, 1e-4);
      const [vx, vy] = field(u, v);
      assertAlmostEquals(out.xByT[cell], -vx * half, 2e-3);
      assertAlmostEquals(out.yByT[cell], -vy * half, 2e-3);
    }
  }
});
