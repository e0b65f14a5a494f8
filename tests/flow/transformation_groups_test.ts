import { assert, assertStrictEquals } from "@std/assert";
import { integrateField } from "#lib/flow/integrate.ts";
import {
  combinedField,
  groupOfOne,
  transformationGroups,
} from "#lib/flow/transformation_groups.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { projectField, quadratic } from "#lib/lie/basis.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const points = [[0, 0], [0.7, -0.2], [-0.4, 0.9], [-1, -1]] as const;

for (const group of Object.values(transformationGroups)) {
  const { name, generators, flowOf } = group;
  const stream = randomStream(0, "groups", name);
  const draw = uniform(-0.3, 0.3);
  const parameters = generators.map(() => draw.sample(stream));
  const flow = flowOf(parameters);

  Deno.test(`${name}: its flow is the solution of the differential equation of its field`, () => {
    const field = combinedField(generators, parameters);
    for (const [x, y] of points) {
      allclose(flow(1, x, y), integrateField(field, 1, x, y), {
        absolute: 1e-7,
      });
    }
  });

  Deno.test(`${name}: its flow has the law of a one-parameter group`, () => {
    for (const [x, y] of points) {
      const [once, twice] = [flow(0.3, x, y), flow(1, x, y)];
      allclose(flow(0.7, ...once), twice, { absolute: 1e-12 });
      allclose(flow(-1, ...twice), [x, y], { absolute: 1e-12 });
    }
  });

  Deno.test(`${name}: a parameter alone moves as its generator does`, () => {
    generators.forEach((generator, k) => {
      const alone = flowOf(generators.map((_, l) => l === k ? 0.2 : 0));
      for (const [x, y] of points) {
        allclose(alone(1, x, y), generator.flow(0.2, x, y), {
          absolute: 1e-12,
        });
      }
    });
  });

  Deno.test(`${name}: the quadratic basis contains its generators`, () => {
    for (const { field } of generators) {
      assert(projectField(field, quadratic).residual < 1e-9);
    }
  });
}

Deno.test("a group of one generator moves as the transformation, to the last bit", () => {
  for (const transformation of Object.values(transformations)) {
    const flow = groupOfOne(transformation).flowOf([0.37]);
    for (const [x, y] of points) {
      const [one, other] = [flow(-1, x, y), transformation.flow(-0.37, x, y)];
      assertStrictEquals(one[0], other[0]);
      assertStrictEquals(one[1], other[1]);
    }
  }
});
