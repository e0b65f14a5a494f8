import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  classifierKinds,
  usesFlow,
} from "#lib/experiments/constraint/classifier_kinds.ts";
import { constraintCatalogue } from "#lib/experiments/constraint/constraint_catalogue.ts";
import { everything } from "#lib/experiments/plan.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import { projectField } from "#lib/lie/basis.ts";

Deno.test("experiments on classifiers are listed once, and none is run by default", () => {
  const listed = everything.map(({ id }) => id);
  for (const { id, figure } of constraintCatalogue) {
    assertMatch(id, /^constraint(-[a-z]+)+$/);
    assertEquals(listed.filter((other) => other === id).length, 1);
    assertEquals(figure, "");
  }
});

for (const { id, basis, transformation, wrong } of constraintCatalogue) {
  Deno.test(`${id}: the basis contains both fields, and the wrong one is far from the true one`, () => {
    const [truth, other] = [transformation, wrong.transformation].map(
      ({ field }) => {
        const { coefficients, residual } = projectField(field, basis);
        assert(residual < 1e-6);
        return coefficients;
      },
    );
    assert(generatorScores(other, truth).angleDegrees > 30);
  });
}

Deno.test("classifiers have different names; those without a flow are trained upright", () => {
  const names = classifierKinds.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  const without = classifierKinds.filter((kind) => !usesFlow(kind));
  assertEquals(without.map(({ name }) => name), ["plain MLP", "plain CNN"]);
});

Deno.test("a preset that classifiers do not have is planned as an entry", () => {
  const [{ id }] = constraintCatalogue;
  const { plan } = everything.find((listed) => listed.id === id)!;
  const planned = plan({ seeds: [0], budget: "quick", presets: ["paper"] });
  assertEquals(planned.map(({ preset }) => preset), ["paper"]);
});
