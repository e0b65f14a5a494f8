import { assertEquals, assertThrows } from "@std/assert";
import { type Entry, parseEntries } from "#lib/detection/json_entry.ts";
import { UserError } from "#lib/runtime/errors.ts";

const file = parseEntries(
  '{"n": 2, "half": 0.5, "none": null, "words": ["a", ""], "o": {"p": {}}}',
  "file",
  "JSON",
);

Deno.test("entries are read by their expected type", () => {
  assertEquals(file.entry("n").number(), 2);
  assertEquals(file.entry("n").whole(2), 2);
  assertEquals(file.entry("half").numberOr(7), 0.5);
  for (const [least, most] of [[0.5, 0.5], [-1, 1], [0, Infinity]]) {
    assertEquals(file.entry("half").between(least, most), 0.5);
  }
  assertEquals(file.entry("none").numberOr(-Infinity), -Infinity);
  const words = file.entry("words").list();
  assertEquals(words.map((word) => word.text()), ["a", ""]);
  assertEquals(words[1].name, "file: words[1]");
  assertEquals(file.entry("o").entry("p").name, "file: o: p");
});

const wrong: readonly (readonly [(file: Entry) => unknown, string])[] = [
  [(file) => file.number(), "file: expected a number, found {"],
  [(file) => file.list(), "file: expected a list, found {"],
  [
    (file) => file.entry("n").entry("m"),
    "file: n: expected an object, found 2",
  ],
  [
    (file) => file.entry("words").entry("0"),
    'file: words: expected an object, found ["a",""]',
  ],
  [
    (file) => file.entry("none").number(),
    "file: none: expected a number, found null",
  ],
  [
    (file) => file.entry("none").text(),
    "file: none: expected a string, found null",
  ],
  [
    (file) => file.entry("half").between(0, 0.4),
    "file: half: expected a number from 0 to 0.4, found 0.5",
  ],
  [
    (file) => file.entry("half").between(0.6, 1),
    "file: half: expected a number from 0.6 to 1, found 0.5",
  ],
  [
    (file) => file.entry("none").between(-1, 1),
    "file: none: expected a number, found null",
  ],
  [
    (file) => file.entry("half").whole(3),
    "file: half: expected a whole number from 0 to 3, found 0.5",
  ],
  [
    (file) => file.entry("n").whole(1),
    "file: n: expected a whole number from 0 to 1, found 2",
  ],
];

for (const [read, message] of wrong) {
  Deno.test(`an entry is refused: ${message}`, () => {
    assertThrows(() => read(file), UserError, message);
  });
}

Deno.test("a property that every object has is no entry of the file", () => {
  for (const key of ["toString", "constructor", "__proto__"]) {
    assertEquals(file.entry(key).value, undefined);
  }
});

Deno.test("a message shows the beginning of a long value", () => {
  const long = parseEntries(JSON.stringify("a".repeat(500)), "file", "JSON");
  const { message } = assertThrows(() => long.number(), UserError);
  assertEquals(message.length < 120, true);
});

Deno.test("a number too large for a double is refused", () => {
  const entry = parseEntries("1e999", "file", "JSON");
  assertThrows(() => entry.number(), UserError, "expected a number");
});

Deno.test("a text that is no JSON is refused in one line", () => {
  const { message } = assertThrows(
    () => parseEntries("{'a'\n", "file", "JSON of a kind"),
    UserError,
    "file: expected JSON of a kind, found: ",
  );
  assertEquals(message.includes("\n"), false);
});
