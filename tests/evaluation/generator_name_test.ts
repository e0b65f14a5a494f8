import { assertEquals } from "@std/assert";
import { generatorName } from "#lib/evaluation/generator_name.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine, projectField, quadratic, unit } from "#lib/lie/basis.ts";

for (const { name, field } of Object.values(transformations)) {
  Deno.test(`${name} is named, with either sign and a little noise`, () => {
    const alpha = unit(projectField(field, quadratic).coefficients);
    const noise = quadratic.terms.map((_, i) => 0.02 * Math.sin(i + 1));
    for (const sign of [1, -1]) {
      const near = alpha.map((v, i) => sign * v + noise[i]);
      assertEquals(generatorName(quadratic, near), name);
    }
  });
}

Deno.test("a generator near to no known one has no name", () => {
  const between = unit([1, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  assertEquals(generatorName(quadratic, between), "unnamed");
  assertEquals(
    generatorName(quadratic, unit(quadratic.terms.map(() => 1))),
    "unnamed",
  );
});

Deno.test("a generator in the affine basis has its name", () => {
  const { coefficients } = projectField(transformations.scaling.field, affine);
  assertEquals(generatorName(affine, coefficients), "scaling");
});
