import { assert, assertEquals, assertMatch } from "@std/assert";
import { catalogue } from "#lib/experiments/catalogue.ts";
import { everything } from "#lib/experiments/plan.ts";
import { severalCatalogue } from "#lib/experiments/several/several_catalogue.ts";
import { transformationGroups } from "#lib/flow/transformation_groups.ts";
import { projectField } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";

const corners = [-1, 1].flatMap((y) => [-1, 1].map((x) => [x, y] as const));

Deno.test("ids are unique among all experiments, fit for paths, and listed", () => {
  const ids = [...catalogue, ...severalCatalogue].map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  const listed = everything.map(({ id }) => id);
  for (const { id, title } of severalCatalogue) {
    assertMatch(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assertMatch(title, /^\S.*\S$/);
    assert(listed.includes(id), id);
  }
});

Deno.test("no experiment of several generators is run by default", () => {
  for (const { figure } of severalCatalogue) assertEquals(figure, "");
});

for (const { id, group, distribution, basis } of severalCatalogue) {
  Deno.test(`${id}: its parts are the registered ones and fit together`, () => {
    assert(Object.values<unknown>(transformationGroups).includes(group));
    assertEquals(distribution.parts.length, group.generators.length);
    for (const { field } of group.generators) {
      assert(projectField(field, basis).residual < 1e-6);
    }
  });

  Deno.test(`${id}: no draw tears the frame or moves its middle out of it`, () => {
    const stream = randomStream(0, "catalogue", id);
    for (let i = 0; i < 300; i++) {
      const flow = group.flowOf(distribution.sample(stream));
      for (const time of [-1, 1]) {
        const middle = flow(time, 0, 0).map(Math.abs);
        assert(Math.max(...middle) < 0.5, String(middle));
        for (const [x, y] of corners) {
          const [movedX, movedY] = flow(time, x, y);
          // NaN and torn corners fail this, too.
          assert(Math.hypot(movedX - x, movedY - y) < 2);
        }
      }
    }
  });
}

Deno.test("a preset that several generators do not have is planned as an entry", () => {
  const [{ id }] = severalCatalogue;
  const { plan } = everything.find((listed) => listed.id === id)!;
  const planned = plan({ seeds: [0], budget: "quick", presets: ["paper"] });
  assertEquals(planned.map(({ preset }) => preset), ["paper"]);
});
