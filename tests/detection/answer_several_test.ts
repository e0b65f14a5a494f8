import { assert, assertEquals, assertThrows } from "@std/assert";
import { answerOf } from "#lib/detection/answer.ts";
import { readAnswer } from "#lib/detection/read_answer.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { detectionExample } from "./detection_example.ts";
import { severalExample } from "./several_example.ts";

const textOf = (areMixed: boolean) =>
  JSON.stringify(answerOf(severalExample({ areMixed })));

for (const areMixed of [false, true]) {
  const kind = areMixed ? "one per pair" : "together";
  Deno.test(`several generators are written and read again: ${kind}`, () => {
    const example = severalExample({ areMixed });
    const found = readAnswer(textOf(areMixed), "file");
    assertEquals(found.several, example.several);
    assertEquals(found.description, example.description);
    assertEquals(found.coefficients, example.coefficients);
    assertEquals(found.held, example.held);
  });
}

Deno.test("the file says what each generator, parameter and bracket is", () => {
  const { several } = severalExample();
  const answer = answerOf(severalExample());
  assertEquals(
    answer.generators!.map(({ name, parameter }) => [name, parameter?.unit]),
    several.generators.map(({ description: { name, parameter } }) => [
      name,
      parameter?.unit,
    ]),
  );
  assertEquals(answer.generators![1].estimated.length, 6);
  assertEquals(answer.generators![1].intervals[0], [-0.01, 0.01]);
  assertEquals(answer.algebra, several.algebra);
  assertEquals(answer.parameters!.length, 400);
  assertEquals(answer.parameters![7], [...several.parameters.slice(21, 24)]);
  assertEquals(answer.moving, undefined);
  assert(answer.conventions.parameters!.includes("exp(-sum_k t_k G_k)"));
  assertEquals(JSON.parse(JSON.stringify(answer)), answer);
  const mixed = answerOf(severalExample({ areMixed: true }));
  assertEquals(mixed.moving!.slice(0, 5), [0, 0, 0, 2, 0]);
});

Deno.test("an algebra without a known space, and not closed, is read again", () => {
  const answer = JSON.parse(textOf(false));
  const algebra = {
    ...answer.algebra,
    ...{ space: null, angleDegrees: null },
    ...{ name: "no algebra", isClosed: false, closureDefect: 0.3 },
  };
  algebra.structureConstants[0][2][1] = -0.7;
  const text = JSON.stringify({ ...answer, algebra });
  assertEquals(readAnswer(text, "file").several!.algebra, algebra);
});

Deno.test("the file of one generator has no entry of several", () => {
  const keys = (text: string): string[] => [
    ...Object.keys(JSON.parse(text)),
    ...Object.keys(JSON.parse(text).conventions),
  ];
  const one = keys(JSON.stringify(answerOf(detectionExample())));
  const more = keys(textOf(true)).filter((key) => !one.includes(key));
  assertEquals(more, [
    ...["generators", "algebra", "parameters", "moving"],
    ...["generators", "parameters", "algebra"],
  ]);
  const found = readAnswer(
    JSON.stringify(answerOf(detectionExample())),
    "file",
  );
  assert(!("several" in found));
});

// deno-lint-ignore no-explicit-any -- changes break its type on purpose
type Change = (answer: any) => void;

const damaged: readonly (readonly [Change, string])[] = [
  [(a) => delete a.generators, "description: generators: expected no number"],
  [(a) => {
    a.generators.length = 1;
  }, "generators: expected at least two generators, found 1"],
  [
    (a) => {
      a.description.generators = 2;
    },
    "description: generators: expected 3, as many as there are generators, found 2",
  ],
  [
    (a) => a.generators[1].estimated.pop(),
    "generators[1]: estimated: expected 6 entries, one per term, found 5",
  ],
  [(a) => {
    a.generators[2].estimated[2] = 9;
  }, "generators[2]: estimated: expected coefficients of norm 1, found 9."],
  [(a) => {
    a.generators[0].intervals[3] = [2, 1];
  }, "generators[0]: intervals[3]: expected the lower end before"],
  [(a) => {
    a.generators[1].name = 3;
  }, "generators[1]: name: expected a string, found 3"],
  [
    (a) => {
      a.generators[2].parameter.form = "cubic";
    },
    "generators[2]: parameter: form: expected one of linear, exponential, found",
  ],
  [
    (a) => delete a.parameters,
    "parameters: expected a list, found nothing",
  ],
  [
    (a) => a.parameters.pop(),
    "parameters: expected 400 entries, one per pair, found 399",
  ],
  [
    (a) => a.parameters[5].push(1),
    "parameters[5]: expected 3 entries, one per generator, found 4",
  ],
  [(a) => {
    a.parameters[5][1] = null;
  }, "parameters[5][1]: expected a number, found null"],
  [
    (a) => a.moving.pop(),
    "moving: expected 400 entries, one per pair, found 399",
  ],
  [(a) => {
    a.moving[9] = 3;
  }, "moving[9]: expected a whole number from 0 to 2, found 3"],
  [(a) => delete a.algebra, "algebra: expected an object, found nothing"],
  [
    (a) => a.algebra.structureConstants[1][2].pop(),
    "algebra: structureConstants[1][2]: expected 3 entries, one per generator, found 2",
  ],
  [(a) => {
    a.algebra.closureDefect = 2;
  }, "algebra: closureDefect: expected a number from 0 to 1, found 2"],
  [(a) => {
    a.algebra.isClosed = "yes";
  }, 'algebra: isClosed: expected true or false, found "yes"'],
  [
    (a) => a.algebra.killingSignature.pop(),
    "algebra: killingSignature: expected 3 entries, of the positive, negative and zero directions, found 2",
  ],
];

for (const [change, message] of damaged) {
  Deno.test(`a damaged file of several is named: ${message}`, () => {
    const answer = JSON.parse(textOf(true));
    change(answer);
    assertThrows(
      () => readAnswer(JSON.stringify(answer), "file"),
      UserError,
      `file: ${message}`,
    );
  });
}
