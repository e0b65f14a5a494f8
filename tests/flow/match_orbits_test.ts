import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { integrateField } from "#lib/flow/integrate.ts";
import { orbitsAtTimes, orbitsOfFields } from "#lib/flow/match_orbits.ts";
import { emptySources, orbitTable } from "#lib/flow/orbit_table.ts";
import { fieldOf, quadratic } from "#lib/lie/basis.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";

const TERMS = quadratic.terms.length;
const fields = [
  [0.1, -0.2, -0.5, 0.1, 0.2, -0.1, 0.1, 0.5, 0.1, -0.1, 0.1, 0.2],
  new Array<number>(TERMS).fill(0),
].map((row) => Float64Array.from(row));

/** Source of a cell's content by integration, in cells. */
function sourceOf(alpha: Float64Array, cell: number, side: number) {
  const toFrame = (at: number) => (at - (side - 1) / 2) / (side / 2);
  const [x, y] = integrateField(
    fieldOf(quadratic, alpha),
    -1,
    toFrame(cell % side),
    toFrame(Math.floor(cell / side)),
  );
  return [x, y].map((value) => value * side / 2 + (side - 1) / 2);
}

// With 12 cells per side all cells are followed, with 28 and 31 every third one.
for (const side of [12, 28, 31]) {
  const cells = side * side, size = { height: side, width: side };
  const orbits = orbitsOfFields(quadratic, size, (match) => fields[match]);

  Deno.test(`${side} cells per side: places are those of each match's own field at t = 1`, () => {
    assertEquals([orbits.cells, orbits.terms], [cells, TERMS]);
    assert(orbits.cost > cells);
    const out = emptySources(cells);
    for (const [match, alpha] of fields.entries()) {
      orbits.places(match, out, 3);
      for (let cell = 0; cell < cells; cell += 7) {
        const [x, y] = sourceOf(alpha, cell, side);
        assertAlmostEquals(out.x[cell], x + 3, 1e-2);
        assertAlmostEquals(out.y[cell], y + 3, 1e-2);
      }
    }
  });

  Deno.test(`${side} cells per side: derivatives are limits of differences`, () => {
    const { grid: { step, width, height } } = orbits, h = 1e-4;
    assertEquals(step, side === 12 ? 1 : 3);
    const [xs, ys] = [0, 1].map(() => new Float32Array(width * height * TERMS));
    orbits.derivatives(0, xs, ys);
    for (const [row, column] of [[0, 0], [2, 5], [height - 2, 1]]) {
      const cell = row * step * side + column * step;
      for (let term = 0; term < TERMS; term++) {
        const [more, less] = [h, -h].map((h) =>
          sourceOf(fields[0].map((v, k) => k === term ? v + h : v), cell, side)
        );
        const at = (row * width + column) * TERMS + term;
        allclose(
          [xs[at], ys[at]],
          [0, 1].map((k) => (more[k] - less[k]) / (2 * h)),
          { relative: 1e-3, absolute: 2e-3 * side },
        );
      }
    }
  });
}

Deno.test("a table's orbits at t = 1 are those of its field", () => {
  const size = { height: 10, width: 10 };
  const table = runAtOnce(orbitTable(quadratic, fields[0], 1, size));
  const [tabulated, followed] = [
    orbitsAtTimes(table, [0.3, 1]),
    orbitsOfFields(quadratic, size, () => fields[0]),
  ].map((orbits) => {
    const out = emptySources(100);
    orbits.places(1, out, 0);
    return [...out.x, ...out.y];
  });
  allclose(tabulated, followed, { absolute: 1e-2 });
});
