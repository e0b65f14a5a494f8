import { assert, assertEquals, assertMatch } from "@std/assert";
import { answerOf } from "#lib/detection/answer.ts";
import {
  areSeveral,
  generatorEvidence,
  generatorFinding,
  generatorWords,
  NOT_LOOKED_FOR,
  numberOfGenerators,
} from "#lib/detection/how_many.ts";
import { affine } from "#lib/lie/basis.ts";
import { framesOf } from "#lib/matching/frames.ts";
import { movable } from "#lib/matching/movable.ts";
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
    const evidence = { matchedByOwnFields: 1, leftByGenerators };
    assertEquals(numberOfGenerators(evidence), number);
    assertEquals(areSeveral(evidence), number !== undefined && number > 1);
  });
}

Deno.test("the number is said with what fewer of them leave", () => {
  const evidence = {
    matchedByOwnFields: 0.98,
    leftByGenerators: [0.554, 0.281, 0.003, 0.0002],
  };
  assertEquals(
    generatorWords(evidence, false),
    "three generators act: of the change that a field per held-out pair explains, one leaves 55 %, two 28 %, three 0.3 %",
  );
  assertEquals(
    generatorFinding(evidence),
    "a field of its own matches 98 % of the held-out pairs, and all these fields are combinations of three: of the change that they explain, the best 1 to 4 leave 55 %, 28 %, 0.3 %, 0.0 %",
  );
  const two = { matchedByOwnFields: 1, leftByGenerators: [0.11, 0.0001] };
  assertEquals(
    generatorWords(two, true),
    "two generators are mixed, and each pair is moved by one of them: of the change that a field per held-out pair explains, one leaves 11 %, two 0.0 %",
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
    const evidence = runAtOnce(generatorEvidence(fitted, held, affine));
    assertEquals(
      numberOfGenerators(evidence),
      number,
      `${evidence.leftByGenerators}`,
    );
  });
}

Deno.test("detect says that three generators act, and how that was found", async () => {
  const fields = Array.from({ length: 60 }, () => {
    const turn = draw(0.6);
    return [draw(0.25), 0, -turn, draw(0.25), turn, 0];
  });
  const found = await judged(movedByFields(affine, fields, 16), affine);
  const { verdict, findings, evidence } = answerOf(found);
  assertEquals(verdict, "weak");
  assertMatch(found.verdict.reason, /^three generators act: .* one leaves /);
  assertEquals(findings.map(({ kind }) => kind), ["several-generators"]);
  // Six generators are all fields of this basis.
  assertEquals(evidence.leftByGenerators.length, 5);
  assert(evidence.matchedByOwnFields > 0.7);
});
