import { assertEquals, assertThrows } from "@std/assert";
import {
  parsePythonLiteral,
  type PythonLiteral,
} from "#lib/datasets/python_literal.ts";
import { type RandomStream, randomStream } from "#lib/random/streams.ts";

const tuple = (...items: PythonLiteral[]): PythonLiteral => ({
  kind: "tuple",
  items,
});
const list = (...items: PythonLiteral[]): PythonLiteral => ({
  kind: "list",
  items,
});

/** Values of `ast.literal_eval` in Python 3.11; 70L and u"" are from Python 2. */
const literals: readonly (readonly [string, PythonLiteral])[] = [
  ["None", null],
  ["True", true],
  [" False ", false],
  ["0", 0],
  ["-17", -17],
  ["+4", 4],
  ["1_000", 1000],
  ["70L", 70],
  ["'a'", "a"],
  ['"it\'s"', "it's"],
  ["'it\\'s'", "it's"],
  ["u'a'", "a"],
  ["''", ""],
  ["'a' \"b\"", "ab"],
  ["'\\x41\\u00e9\\n\\\\'", "A\u00e9\n\\"],
  ["'\\q'", "\\q"],
  ["()", tuple()],
  ["(3,)", tuple(3)],
  ["(3)", 3],
  ["((3))", 3],
  ["((3),)", tuple(3)],
  ["(1, 2, )", tuple(1, 2)],
  ["[]", list()],
  ["[1]", list(1)],
  [
    "[('a', '<f4'), ('b', '|u1', (2, 2))]",
    list(tuple("a", "<f4"), tuple("b", "|u1", tuple(2, 2))),
  ],
  ["{}", new Map()],
  [
    "{'a': 1, 'b': (2,), 'a': None}",
    new Map<string, PythonLiteral>([["a", null], ["b", tuple(2)]]),
  ],
  ["{ # a comment )\n 'a' : # more\n 1 }", new Map([["a", 1]])],
];

for (const [text, value] of literals) {
  Deno.test(`Python literal ${JSON.stringify(text)}`, () => {
    assertEquals(parsePythonLiteral(text), value);
  });
}

const wrong: readonly (readonly [string, string])[] = [
  [
    "",
    "expected a dict, tuple, list, string, integer, bool or None at character 0, found the end",
  ],
  ["1 2", 'expected the end at character 2, found "2"'],
  [
    "1.5",
    "expected a dict, tuple, list, string, integer, bool or None at character 0",
  ],
  ["1e3", "expected a dict,"],
  ["0x10", "expected a dict,"],
  ["None2", "expected a dict,"],
  ["none", "expected a dict,"],
  ["__import__('os')", "expected a dict,"],
  ["'a", "expected a dict,"],
  ["'a\n'", "expected a dict,"],
  ["(1 2)", 'expected , or ) at character 3, found "2)"'],
  ["(,)", "expected a dict,"],
  ["(1,,2)", "expected a dict,"],
  ["(1]", 'expected , or ) at character 2, found "]"'],
  ["[1", "expected , or ] at character 2, found the end"],
  ["{1: 2}", 'expected a string as the key at character 1, found "1: 2}"'],
  ["{'a' 1}", 'expected : at character 5, found "1}"'],
  ["{'a': 1 'b': 2}", "expected , or } at character 8"],
  ["{'a': 1", "expected , or } at character 7, found the end"],
];

for (const [text, message] of wrong) {
  Deno.test(`no Python literal: ${JSON.stringify(text)}`, () => {
    assertThrows(() => parsePythonLiteral(text), RangeError, message);
  });
}

Deno.test("nested brackets are read to a depth of 32", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  let expected = list();
  for (let depth = 1; depth < 32; depth++) expected = list(expected);
  assertEquals(parsePythonLiteral(nested(32)), expected);
  for (const depth of [33, 60_000]) {
    assertThrows(
      () => parsePythonLiteral(nested(depth)),
      RangeError,
      "expected at most 32 brackets in each other at character 32",
    );
  }
});

/** A random value, with one of the ways to write it. */
function drawnLiteral(
  stream: RandomStream,
  depth: number,
): readonly [PythonLiteral, string] {
  const whole = (below: number) => Math.floor(below * stream());
  const space = () => ["", " ", "\n\t", " # (\n"][whole(4)];
  const kind = whole(depth > 0 ? 6 : 3);
  const parts = Array.from(
    { length: whole(4) },
    () => kind > 2 ? drawnLiteral(stream, depth - 1) : null,
  ).filter((part) => part !== null);
  const items = parts.map(([value]) => value);
  const texts = parts.map(([, text]) => space() + text + space());
  const comma = items.length > 0 && stream() < 0.5 ? "," : "";
  switch (kind) {
    case 0: {
      const value = whole(2 ** 31) - 2 ** 30;
      return [value, `${value}${stream() < 0.3 ? "L" : ""}`];
    }
    case 1: {
      const constants = { None: null, True: true, False: false };
      const name = (["None", "True", "False"] as const)[whole(3)];
      return [constants[name], name];
    }
    case 2: {
      const value =
        ["", "descr", "a'b", 'a"b', "\\", "#(", "\u00e9\n"][whole(7)];
      const quoted = JSON.stringify(value);
      return [value, (stream() < 0.3 ? "u" : "") + quoted];
    }
    case 3:
      return [{ kind: "list", items }, `[${texts.join(",")}${comma}]`];
    case 4:
      return [
        { kind: "tuple", items },
        `(${texts.join(",")}${items.length === 1 ? "," : comma})`,
      ];
    default: {
      const keyed = texts.map((text, i) => `'k${i}'${space()}:${text}`);
      const entries = items.map((value, i) => [`k${i}`, value] as const);
      return [new Map(entries), `{${keyed.join(",")}${comma}}`];
    }
  }
}

Deno.test("1,000 literals, written in many ways, are read back", () => {
  const stream = randomStream(0, "literals");
  for (let i = 0; i < 1000; i++) {
    const [value, text] = drawnLiteral(stream, 4);
    assertEquals(parsePythonLiteral(text), value, text);
  }
});
