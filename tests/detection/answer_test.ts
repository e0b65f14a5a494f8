import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { answerOf } from "#lib/detection/answer.ts";
import type { Detection } from "#lib/detection/detection.ts";
import type { LabelTest } from "#lib/detection/label_test.ts";
import { readAnswer } from "#lib/detection/read_answer.ts";
import { affine, cubic, functionBasis, quadratic } from "#lib/lie/basis.ts";
import { UserError } from "#lib/runtime/errors.ts";
import {
  detectionExample,
  hostile,
  nothingFound,
} from "./detection_example.ts";

const textOf = (detection: Detection) =>
  JSON.stringify(answerOf(detection), null, 2);

/** JSON of the example, written once for all tests of damaged files. */
const example = textOf(detectionExample());

const written = (detection?: Detection) =>
  detection === undefined ? example : textOf(detection);

for (const basis of [affine, quadratic, cubic]) {
  Deno.test(`what is written is read again: ${basis.name}`, () => {
    const detection = detectionExample({ basis });
    const found = readAnswer(written(detection), "generator.json");
    assertEquals(found.coefficients, detection.coefficients);
    assertEquals(found.held, detection.held);
    assertEquals(found.modes, detection.modes);
    assertEquals(found.verdict, detection.verdict);
    assertEquals(found.description, detection.description);
    assertEquals(found.basis.name, basis.name);
    found.basis.terms.forEach(({ label, component, value }, k) => {
      const term = basis.terms[k];
      assertEquals([label, component], [term.label, term.component]);
      assertAlmostEquals(value(0.3, -0.7), term.value(0.3, -0.7), 1e-12);
    });
  });
}

Deno.test("the file has the generator's name, source and basis, and no name without a generator", () => {
  const answer = answerOf(detectionExample());
  assertEquals(answer.generator.name, "rotation about (0.00, 0.00)");
  assertEquals(answer.source.name, hostile);
  assertEquals(answer.basis.terms[3], {
    label: "x² ∂x",
    component: "x",
    powers: [2, 0],
  });
  assertEquals(answerOf(nothingFound()).generator.name, null);
  assertEquals(JSON.parse(JSON.stringify(answer)), answer);
});

Deno.test("t in degrees is written with the name, and read again", () => {
  const { parameter } = answerOf(detectionExample()).description;
  assertEquals(
    [parameter?.name, parameter?.unit, parameter?.form],
    ["angle", "degrees", "linear"],
  );
  // The unit generator turns by 1 / sqrt(2) radians per unit of t.
  assertAlmostEquals(parameter!.rate, 180 / Math.PI / Math.SQRT2, 1e-9);
});

Deno.test("a file from before descriptions had a parameter is read", () => {
  const text = JSON.parse(written());
  delete text.description.parameter;
  const { description } = readAnswer(JSON.stringify(text), "file");
  const { parameter: _, ...rest } = detectionExample().description;
  assertEquals(description, rest);
});

Deno.test("a finite map is written; a file without the entry is read, too", () => {
  const finiteMap = {
    kind: "mirror",
    statement: "xt is x0 mirrored left to right",
    choices: 1,
    explained: 0.99,
  } as const;
  const example = nothingFound({ finiteMap });
  const answer = JSON.parse(written(example));
  assertEquals(answer.finiteMap, finiteMap);
  assertEquals(JSON.parse(written()).finiteMap, null);
  delete answer.finiteMap;
  const found = readAnswer(JSON.stringify(answer), "file");
  assertEquals(found.verdict, example.verdict);
});

Deno.test("an interval without ends is written, and read as such", () => {
  const example = detectionExample();
  const coefficients = example.coefficients.map((coefficient) => ({
    ...coefficient,
    low: -Infinity,
    high: Infinity,
  }));
  const found = readAnswer(written({ ...example, coefficients }), "file");
  assertEquals(found.coefficients, coefficients);
});

Deno.test("a basis of functions is read only if the user gives it", () => {
  const basis = functionBasis("waves", [
    { component: "x", label: "sin y ∂x", value: (_x, y) => Math.sin(y) },
    { component: "y", label: "x ∂y", value: (x) => x },
  ]);
  const text = written({
    ...detectionExample(),
    basis,
    coefficients: [
      { term: "sin y ∂x", value: 0.8, low: 0.7, high: 0.9 },
      { term: "x ∂y", value: 0.6, low: 0.5, high: 0.7 },
    ],
  });
  assertEquals(readAnswer(text, "file", { basis }).basis, basis);
  assertThrows(
    () => readAnswer(text, "file"),
    UserError,
    'file: basis: terms[0]: powers: expected exponents of x and y, found null: the term "sin y ∂x" is a function of the user\'s own',
  );
  assertThrows(
    () => readAnswer(text, "file", { basis: affine }),
    UserError,
    "file: basis: terms: expected the terms of the basis, ∂x, x ∂x,",
  );
});

Deno.test("t of the network and refined t are summarised by quantiles and modes", () => {
  const { parameter, explained } = answerOf(detectionExample());
  assertEquals(explained, 0.953);
  for (const [name, scale] of [["network", 0.95], ["refined", 1]] as const) {
    // Half of the t are about -0.7, half about 0.7, each with standard deviation 0.06.
    const { mean, std, quantiles, modes } = parameter[name]!;
    assertAlmostEquals(mean, 0, 0.01);
    assertAlmostEquals(std, scale * Math.hypot(0.7, 0.06), 0.01);
    assertEquals(Object.keys(quantiles), [
      "0.05",
      "0.25",
      "0.5",
      "0.75",
      "0.95",
    ]);
    assertAlmostEquals(quantiles["0.25"], -0.7 * scale, 0.02);
    assertAlmostEquals(quantiles["0.75"], 0.7 * scale, 0.02);
    assertEquals(modes.length, 2);
    modes.forEach((mode, i) =>
      assertAlmostEquals(mode, (i === 0 ? -0.7 : 0.7) * scale, 0.03)
    );
  }
});

Deno.test("without a trained network its t are null, and NaN when read", () => {
  const example = detectionExample();
  const networkT = new Float64Array(example.held.t.length).fill(NaN);
  const detection = { ...example, held: { ...example.held, networkT } };
  assertEquals(answerOf(detection).parameter.network, null);
  const { held } = readAnswer(written(detection), "generator.json");
  assertEquals(held, detection.held);
});

type Change = (answer: ReturnType<typeof plain>) => unknown;
// deno-lint-ignore no-explicit-any -- changes break its type on purpose
const plain = (): any => JSON.parse(written());

const damaged: readonly (readonly [Change, string])[] = [
  [() => [], "file: expected an object, found []"],
  [() => null, "file: expected an object, found null"],
  [(a) => ({ ...a, format: 2 }), "file: format: expected 1, found 2"],
  [(a) => ({ ...a, verdict: "yes" }), "file: verdict: expected one of found,"],
  [(a) => ({ ...a, reason: 3 }), "file: reason: expected a string, found 3"],
  [
    (a) => ({ ...a, basis: { ...a.basis, terms: [] } }),
    "file: basis: terms: expected at least one term",
  ],
  [(a) => {
    a.basis.terms.shift();
    return a;
  }, "file: generator: terms: expected the terms of the basis, x ∂x, y ∂x,"],
  [
    (a) => {
      a.basis.terms[1].powers = [0.5, 0];
      return a;
    },
    "file: basis: terms[1]: powers[0]: expected a whole number from 0 to 32, found 0.5",
  ],
  [
    (a) => {
      a.basis.terms[1].powers = [1];
      return a;
    },
    "file: basis: terms[1]: powers: expected the exponents of x and y, found [1]",
  ],
  [(a) => {
    a.basis.terms[1].component = "z";
    return a;
  }, 'file: basis: terms[1]: component: expected one of x, y, found "z"'],
  [(a) => {
    a.basis.terms[1].label = a.basis.terms[0].label;
    return a;
  }, "file: basis: terms: expected terms with distinct labels"],
  [
    (a) => {
      a.generator.terms[2] = "y";
      return a;
    },
    "file: generator: terms: expected the terms of the basis, ∂x, x ∂x, y ∂x,",
  ],
  [(a) => {
    a.generator.estimated.pop();
    return a;
  }, "file: generator: estimated: expected 12 entries, one per term, found 11"],
  [(a) => {
    a.generator.intervals[3] = [0];
    return a;
  }, "file: generator: intervals[3]: expected 2 entries, its ends, found 1"],
  [(a) => {
    a.generator.estimated[2] = null;
    return a;
  }, "file: generator: estimated[2]: expected a number, found null"],
  [(a) => {
    a.generator.estimated[2] = 9;
    return a;
  }, "file: generator: estimated: expected coefficients of norm 1, found 9."],
  [(a) => {
    a.held.refined[1] = "0";
    return a;
  }, 'file: held: refined[1]: expected a number, found "0"'],
  [
    (a) => {
      a.held.pairs.pop();
      return a;
    },
    'file: held: pairs: expected 400 entries, as many as "refined" has, found 399',
  ],
  [(a) => {
    a.held.pairs[0] = -1;
    return a;
  }, "file: held: pairs[0]: expected a whole number"],
  ...[2 ** 32, 1.5, 1e20, null, "0"].map((pair): [Change, string] => [
    (a) => {
      a.held.pairs[1] = pair;
      return a;
    },
    `file: held: pairs[1]: expected a whole number from 0 to 4294967295, found ${
      JSON.stringify(pair)
    }`,
  ]),
  [
    (a) => {
      a.held.explained[2] = 1.001;
      return a;
    },
    "file: held: explained[2]: expected a number from -Infinity to 1, found 1.001",
  ],
  [(a) => {
    a.held.refined[2] = null;
    return a;
  }, "file: held: refined[2]: expected a number, found null"],
  [(a) => {
    for (const key of Object.keys(a.held)) a.held[key] = [];
    return a;
  }, "file: held: refined: expected the t of at least one pair, found []"],
  ...[-1, 90.1, "1"].map((angle): [Change, string] => [(a) => {
    a.description.angleDegrees = angle;
    return a;
  }, "file: description: angleDegrees: expected a number"]),
  ...[-0.1, 1.1, null].map((share): [Change, string] => [(a) => {
    a.description.share = share;
    return a;
  }, "file: description: share: expected a number"]),
  [
    (a) => {
      a.description.parameter.unit = "turns";
      return a;
    },
    "file: description: parameter: unit: expected one of degrees, pixels, half-frames, 1, found",
  ],
  [
    (a) => {
      a.description.parameter.form = "cubic";
      return a;
    },
    "file: description: parameter: form: expected one of linear, exponential, found",
  ],
  [
    (a) => {
      a.description.parameter.rate = null;
      return a;
    },
    "file: description: parameter: rate: expected a number, found null",
  ],
  [
    (a) => {
      a.description.parameter = null;
      return a;
    },
    "file: description: parameter: expected an object, found null",
  ],
  [
    (a) => {
      a.generator.intervals[3] = [0.2, 0.1];
      return a;
    },
    "file: generator: intervals[3]: expected the lower end before the upper one, found [0.2,0.1]",
  ],
  [(a) => {
    delete a.held;
    return a;
  }, "file: held: expected an object, found nothing"],
];

Deno.test("numbers at the ends of their ranges are read", () => {
  const text = JSON.parse(written());
  text.held.pairs = text.held.pairs.map(() => 2 ** 32 - 1);
  text.held.explained[0] = 1;
  text.held.explained[1] = null;
  text.generator.intervals[2] = [null, null];
  Object.assign(text.description, { angleDegrees: 90, share: 0 });
  const found = readAnswer(JSON.stringify(text), "file");
  assertEquals(found.held.indices[7], 2 ** 32 - 1);
  assertEquals([...found.held.explained.subarray(0, 2)], [1, 0]);
  const { low, high } = found.coefficients[2];
  assertEquals([low, high], [-Infinity, Infinity]);
  assertEquals(found.description.angleDegrees, 90);
});

/** An example of a label test. */
const labels: readonly LabelTest[] = [{
  verdict: { kind: "use-up-to", upTo: 0.5, reason: "6 and 9" },
  curve: [
    { reach: 0, accuracy: 0.9, fall: 0, low: 0, high: 0 },
    {
      reach: 0.5,
      accuracy: 0.8,
      fall: 0.1,
      low: -0.01,
      high: 0.21,
      confused: {
        labels: [-6, 9],
        images: 80,
        share: 0.25,
        rise: 0.2,
        low: -0.01,
        high: 0.41,
        chance: 0.001,
      },
    },
  ],
  images: 1000,
  tested: 400,
  classes: 10,
}];

Deno.test("label tests of every verdict are written and read again", () => {
  const answer = answerOf({ ...detectionExample(), labels });
  assertEquals(answer.labels, labels);
  assert(answer.conventions.labels?.includes("use-up-to"));
  assertEquals(readAnswer(JSON.stringify(answer), "file").labels, labels);
  for (const kind of ["do-not", "unknown"] as const) {
    const verdict = { kind, reason: "none" };
    const text = textOf({
      ...detectionExample(),
      labels: [{ ...labels[0], verdict }],
    });
    assertEquals(readAnswer(text, "file").labels![0].verdict, verdict);
  }
  const without = answerOf(detectionExample());
  assert(!("labels" in without) && !("labels" in without.conventions));
  assertEquals(readAnswer(example, "file").labels, undefined);
});

Deno.test("damaged entries of labels are named", () => {
  const [test] = labels;
  const [unmoved, { confused }] = test.curve;
  const wrong: readonly (readonly [unknown, string])[] = [
    [[], "labels: expected"],
    [[test, test], "labels: expected"],
    [[{ ...test, curve: [] }], "labels[0]: curve: expected at least one reach"],
    [[{ ...test, verdict: { kind: "yes", reason: "" } }], "verdict: kind"],
    [[{ ...test, verdict: { kind: "use", reason: "" } }], "upTo: expected"],
    [[{ ...test, tested: -1 }], "tested: expected a whole number"],
    [[{ ...test, curve: [{ ...unmoved, accuracy: 2 }] }], "accuracy: expected"],
    [[{
      ...test,
      curve: [{ ...unmoved, confused: { ...confused, labels: [1] } }],
    }], "confused: labels: expected"],
    [[{
      ...test,
      curve: [{ ...unmoved, confused: { ...confused, chance: 2 } }],
    }], "confused: chance: expected"],
    [[{
      ...test,
      curve: [{ ...unmoved, confused: { ...confused, rise: undefined } }],
    }], "confused: rise: expected"],
  ];
  for (const [entry, message] of wrong) {
    const text = JSON.stringify({ ...plain(), labels: entry });
    assertThrows(() => readAnswer(text, "file"), UserError, message);
  }
});

for (const [change, message] of damaged) {
  Deno.test(`a damaged file is named: ${message}`, () => {
    const text = JSON.stringify(change(plain()));
    assertThrows(() => readAnswer(text, "file"), UserError, message);
  });
}

Deno.test("a file that is no JSON is refused in one line", () => {
  const error = assertThrows(() => readAnswer("{", "file"), UserError);
  assert(error.message.startsWith("file: expected JSON as deno task detect"));
});
