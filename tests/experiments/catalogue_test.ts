import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { catalogue, experimentById } from "#lib/experiments/catalogue.ts";
import { datasets } from "#lib/datasets/datasets.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { projectField } from "#lib/lie/basis.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const grid = [-1, -0.5, 0, 0.5, 1].flatMap((y) =>
  [-1, -0.5, 0, 0.5, 1].map((x) => [x, y] as const)
);

Deno.test("ids are unique and fit for paths and options; none is without a title", () => {
  const ids = catalogue.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  assert(ids.length > 0);
  for (const { id, title } of catalogue) {
    assertMatch(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assertMatch(title, /^\S.*\S$/);
  }
});

Deno.test("experimentById finds every entry, and its error names all of them", () => {
  for (const entry of catalogue) {
    assertStrictEquals(experimentById(entry.id), entry);
  }
  const { message } = assertThrows(
    () => experimentById("mnist-rotatoin"),
    UserError,
    'found "mnist-rotatoin"',
  );
  for (const { id } of catalogue) assert(message.includes(id), message);
});

for (
  const { id, figure, dataset, transformation, distribution, basis }
    of catalogue
) {
  const { field, flow } = transformation;
  const [low, high] = distribution.support;

  Deno.test(`${id}: its parts are the registered ones, its figures are the paper's`, () => {
    assertStrictEquals(
      Object.values(datasets).find(({ name }) => name === dataset.name),
      dataset,
    );
    const known: Readonly<Record<string, unknown>> = transformations;
    const { name } = transformation;
    if (name in known) assertStrictEquals(known[name], transformation);
    assertMatch(figure, /^$|^\d+(, \d+)*$/);
  });

  Deno.test(`${id}: the field is the flow's derivative at 0, by central differences`, () => {
    const h = 1e-5;
    for (const [x, y] of grid) {
      allclose(flow(0, x, y), [x, y], { absolute: 1e-12 });
      const [after, before] = [flow(h, x, y), flow(-h, x, y)];
      const slope = [0, 1].map((i) => (after[i] - before[i]) / (2 * h));
      allclose(slope, field(x, y), { absolute: 1e-8 }, `at ${x}, ${y}`);
    }
  });

  Deno.test(`${id}: the basis contains the field`, () => {
    const { residual } = projectField(field, basis);
    assert(residual < 1e-6, String(residual));
  });

  Deno.test(`${id}: no t of its distribution tears the frame or moves its middle out of it`, () => {
    assert(low < high);
    for (const t of [low, low / 2, high / 2, high, -low, -high]) {
      for (const [x, y] of grid) {
        const moved = flow(t, x, y);
        assert(moved.every(Number.isFinite), `${t}: ${x}, ${y}`);
        const inner = Math.max(Math.abs(x), Math.abs(y)) <= 0.5;
        assert(
          !inner || Math.max(...moved.map(Math.abs)) <= 1,
          `t = ${t} moves ${x}, ${y} to ${moved}`,
        );
      }
    }
  });

  Deno.test(`${id}: the density integrates to 1 over the support, and samples lie in it`, () => {
    const steps = 20_000, width = (high - low) / steps;
    let mass = 0;
    for (let i = 0; i < steps; i++) {
      mass += width * distribution.density(low + (i + 0.5) * width);
    }
    assertAlmostEquals(mass, 1, 1e-4);
    const stream = randomStream(0, "catalogue", id);
    for (let i = 0; i < 1000; i++) {
      const t = distribution.sample(stream);
      assert(t >= low && t <= high, String(t));
    }
    const modesInside = distribution.modes.every((t) => t >= low && t <= high);
    assert(modesInside);
  });
}
