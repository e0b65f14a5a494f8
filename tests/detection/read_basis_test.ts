import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { answerOf } from "#lib/detection/answer.ts";
import { readBasis } from "#lib/detection/read_basis.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { detectionExample } from "./detection_example.ts";

const term = { label: "x² y ∂y", component: "y", powers: [2, 1] };

Deno.test("a basis of monomials is read from its terms", () => {
  const text = JSON.stringify({
    name: "mine",
    terms: [term, { label: "one", component: "x", powers: [0, 0] }],
  });
  const { name, terms } = readBasis(text, "file");
  assertEquals(name, "mine");
  assertEquals(terms.map(({ label }) => label), ["x² y ∂y", "one"]);
  assertEquals(terms.map(({ component }) => component), ["y", "x"]);
  assertAlmostEquals(terms[0].value(-3, 0.5), 4.5, 1e-12);
  for (const [x, y] of [[0, 0], [-1, 2]]) assertEquals(terms[1].value(x, y), 1);
});

Deno.test("a basis is read from generator.json, too", () => {
  const text = JSON.stringify(answerOf(detectionExample()));
  const { name, terms } = readBasis(text, "file");
  assertEquals(name, "quadratic");
  terms.forEach(({ label, component, value }, k) => {
    const other = quadratic.terms[k];
    assertEquals([label, component], [other.label, other.component]);
    assertAlmostEquals(value(0.3, -0.7), other.value(0.3, -0.7), 1e-12);
  });
});

const wrong: readonly (readonly [unknown, string])[] = [
  [[], "file: expected an object, found []"],
  [{ terms: [term] }, "file: name: expected a string, found nothing"],
  [{ name: "mine" }, "file: terms: expected a list, found nothing"],
  [
    { name: "mine", terms: [] },
    "file: terms: expected at least one term, found []",
  ],
  [
    { name: "mine", terms: [term, 3] },
    "file: terms[1]: expected an object, found 3",
  ],
  [
    { name: "mine", terms: [term, term] },
    'file: terms: expected terms with distinct labels, found ["x² y ∂y","x² y ∂y"]',
  ],
  [
    { name: "mine", terms: [{ ...term, component: "z" }] },
    'file: terms[0]: component: expected one of x, y, found "z"',
  ],
  [
    { name: "mine", terms: [{ ...term, powers: [1, 33] }] },
    "file: terms[0]: powers[1]: expected a whole number from 0 to 32, found 33",
  ],
  [
    { name: "mine", terms: [{ ...term, powers: [-1, 0] }] },
    "file: terms[0]: powers[0]: expected a whole number from 0 to 32, found -1",
  ],
  [
    { name: "mine", terms: [{ ...term, label: "sin", powers: null }] },
    'file: terms[0]: powers: expected exponents of x and y, found null: the term "sin" is a function of the user\'s own, which no JSON can hold; give the .ts or .js file of this basis to --basis, or its basis to readAnswer',
  ],
  [
    { name: "mine", terms: [{ ...term, powers: [1, 0, 0] }] },
    "file: terms[0]: powers: expected the exponents of x and y, found [1,0,0]",
  ],
];

for (const [file, message] of wrong) {
  Deno.test(`readBasis refuses: ${message}`, () => {
    const error = assertThrows(
      () => readBasis(JSON.stringify(file), "file"),
      UserError,
    );
    assertEquals(error.message, message);
  });
}

Deno.test("a text that is no JSON is refused", () => {
  const { message } = assertThrows(() => readBasis("terms:", "f"), UserError);
  assertEquals(
    message.startsWith("f: expected JSON with terms, found: "),
    true,
  );
});
