import { assert, assertEquals, assertMatch } from "@std/assert";
import { answerOf } from "#lib/detection/answer.ts";
import {
  areSeveral,
  generatorFinding,
  generatorWords,
  NOT_LOOKED_FOR,
  numberOfGenerators,
} from "#lib/detection/how_many.ts";
import { affine } from "#lib/lie/basis.ts";
import { framesOf } from "#lib/matching/frames.ts";
import { movable } from "#lib/matching/movable.ts";
import { spacesLeft } from "#lib/matching/several_generators.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { judged } from "./judged.ts";
import { movedByFields, uniform } from "../matching/moved_by_fields.ts";

const cases: readonly (readonly [
  what: string,
  left: readonly number[],
  number: number | undefined,
])[] = [
  ["not looked for", [], undefined],
  ["one", [0.001, 0.0009, 0.0007, 0.0006, 0.0005, 0.0004], 1],
  ["two of which each pair has one", [0.24, 0.0015, 0.0013, 0.001], 2],
  ["three at once", [0.55, 0.28, 0.0003, 0.0002, 0.0002, 0.0001], 3],
  ["three, one hardly used", [0.43, 0.0063, 0.0003, 0.0002, 0.0002, 0], 3],
  ["three, none of which leaves anything", [0.6, 0.3, 0, 0, 0, 0], 3],
  ["four, a little left", [0.54, 0.37, 0.16, 0.013, 0.0036, 0.0028], 4],
  ["six", [0.72, 0.49, 0.22, 0.13, 0.045, 0], 6],
  ["strangers", [0.6, 0.3, 0.23, 0.15, 0.1, 0.05], undefined],
  ["strangers, by slow steps", [0.5, 0.2, 0.09, 0.05, 0.02, 0.01], undefined],
  ["much noise", [0.66, 0.3, 0.054, 0.031, 0.028, 0.015], undefined],
];

for (const [what, leftByGenerators, number] of cases) {
  Deno.test(`how many generators: ${what}`, () => {
    const evidence = { ...NOT_LOOKED_FOR, leftByGenerators };
    assertEquals(numberOfGenerators(evidence), number);
    assertEquals(areSeveral(evidence), number !== undefined && number > 1);
  });
}

Deno.test("the number is stated with the change that fewer generators leave", () => {
  const evidence = {
    matchedByOwnFields: 0.98,
    leftByGenerators: [0.554, 0.281, 0.003, 0.0002],
    explainedTogether: 0.99,
    leftByMixture: 0.2,
  };
  assertEquals(
    generatorWords(evidence),
    "the flows of three generators together explain 99 % of the change between the images of held-out pairs; of what a field per pair explains, one leaves 55 %, two 28 %, three 0.3 %",
  );
  assertEquals(
    generatorFinding(evidence),
    "a field of its own matches 98 % of the held-out pairs, and all these fields are combinations of three: of the change that they explain, the best 1 to 4 leave 55 %, 28 %, 0.3 %, 0.0 %",
  );
  const two = {
    matchedByOwnFields: 1,
    leftByGenerators: [0.11, 0.0001],
    explainedTogether: 1,
    leftByMixture: 0.0002,
  };
  assertEquals(
    generatorWords(two),
    "the flows of two generators, one per pair, explain 100 % of the change between the images of held-out pairs; of what a field per pair explains, one leaves 11 %, two 0.0 %",
  );
  assertEquals(areSeveral(NOT_LOOKED_FOR), false);
});

const draw = uniform(4);
const sets: readonly (readonly [
  name: string,
  field: () => number[] | undefined,
  number: number | undefined,
])[] = [
  ["shifts", () => [draw(0.3), 0, 0, draw(0.3), 0, 0], 2],
  ["stretches along x", () => [0, draw(0.6), 0, 0, 0, 0], 1],
  ["nothing: they are strangers", () => undefined, undefined],
];

for (const [name, field, number] of sets) {
  Deno.test(`pairs that are moved by ${name}`, () => {
    const [fitted, held] = [24, 10].map((count) => {
      const fields = Array.from({ length: count }, field);
      const frames = runAtOnce(framesOf(movedByFields(affine, fields, 16)));
      return runAtOnce(movable(frames!));
    });
    const { left } = runAtOnce(spacesLeft(fitted, held, affine));
    const evidence = { leftByGenerators: left };
    assertEquals(numberOfGenerators(evidence), number, `${left}`);
  });
}

Deno.test("detect finds the rigid motions: three generators, their algebra, and the parameters of every pair", async () => {
  const truth = Array.from({ length: 90 }, () => {
    const turn = draw(0.6);
    return [draw(0.25), 0, -turn, draw(0.25), turn, 0];
  });
  const found = await judged(movedByFields(affine, truth, 16), affine);
  const { verdict, findings, evidence } = answerOf(found);
  assertEquals(verdict, "found");
  assertMatch(
    found.description.name,
    /^three generators: rotation about \(0\.00, 0\.00\) and all translations, the rigid motions se\(2\); closed under brackets \(defect \d\.\d %\)$/,
  );
  assertMatch(
    found.verdict.reason,
    /^the flows of three generators together explain \d+ % .* one leaves /,
  );
  assertEquals(findings.map(({ kind }) => kind), ["several-generators"]);
  // Six generators would be all fields of this basis.
  assertEquals(evidence.leftByGenerators.length, 5);
  assert(evidence.matchedByOwnFields > 0.7);
  const { several, held } = found;
  assert(several !== undefined && !several.areMixed);
  assertEquals(several.algebra.name, "se(2)");
  assertEquals(several.algebra.derivedSeries, [3, 2, 0]);
  assertEquals(several.generators.length, 3);
  // The textbook's basis has the rotation first; its unit field is it over sqrt(2).
  const textbook = [[0, 0, -1, 0, 1, 0], [1, 0, 0, 0, 0, 0], [
    0,
    0,
    0,
    1,
    0,
    0,
  ]];
  several.generators.forEach(({ coefficients }, k) => {
    const length = Math.hypot(...textbook[k]);
    coefficients.forEach(({ value }, i) =>
      assert(Math.abs(value - textbook[k][i] / length) < 0.03, `${k}, ${i}`)
    );
  });
  held.indices.forEach((pair, i) => {
    const [x, , turn, y] = truth[pair];
    const own = several.parameters.subarray(3 * i, 3 * i + 3);
    [-turn * Math.SQRT2, x, y].forEach((value, k) =>
      assert(Math.abs(own[k] - value) < 0.05, `${pair}: ${own}, ${truth[pair]}`)
    );
  });
});

Deno.test("detect recognises a mixture, and which of two generators moves each pair", async () => {
  const truth = Array.from({ length: 90 }, (_, pair) => {
    const t = draw(0.6);
    return pair % 2 === 0 ? [0, 0, -t, 0, t, 0] : [0, t / 2, 0, 0, 0, t / 2];
  });
  const found = await judged(movedByFields(affine, truth, 16), affine);
  assertEquals(found.verdict.kind, "found");
  assertMatch(
    found.description.name,
    /^two generators, one of them per pair: (rotation about .* or scaling|scaling about .* or rotation) about /,
  );
  const { several, held } = found;
  assert(several !== undefined && several.areMixed);
  const turns = several.generators.findIndex(({ description }) =>
    description.name.startsWith("rotation")
  );
  held.indices.forEach((pair, i) => {
    const reach = Math.max(...truth[pair].map(Math.abs));
    const own = several.parameters.subarray(2 * i, 2 * i + 2);
    assertEquals(own[1 - several.moving[i]], 0, `${pair}`);
    if (reach < 0.1) return;
    const { coefficients } = several.generators[several.moving[i]];
    const along = coefficients.reduce(
      (sum, { value }, k) => sum + value * truth[pair][k],
      0,
    );
    assert(Math.abs(own[several.moving[i]] - along) < 0.01, `${pair}: ${own}`);
    assertEquals(several.moving[i] === turns, pair % 2 === 0, `${pair}`);
  });
});
