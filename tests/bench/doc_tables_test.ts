import { assertEquals, assertThrows } from "@std/assert";
import { markdownTable, tablesOf, withTables } from "../../bench/doc_tables.ts";

const text = `# Two tables

| name  | a |
| ----- | - |
| \`one\` | 1 |

Between.

| name | b \\| c |
| ---- | ------- |
| two  | 2       |
| three | 3      |
The end.
`;

Deno.test("tablesOf finds the cells of all tables, however wide they are", () => {
  assertEquals(tablesOf(text), [
    [["name", "a"], ["`one`", "1"]],
    [["name", "b \\| c"], ["two", "2"], ["three", "3"]],
  ]);
  assertEquals(tablesOf("no table"), []);
});

Deno.test("markdownTable is read by tablesOf", () => {
  const table = [["name", "a"], ["one", "1"]];
  assertEquals(tablesOf(markdownTable(table)), [table]);
});

Deno.test("withTables puts new rows under the head that they have, and nowhere else", () => {
  const table = [["name", "a"], ["one", "5"], ["four", "4"]];
  const changed = withTables(text, [table]);
  assertEquals(tablesOf(changed), [table, tablesOf(text)[1]]);
  const withoutTables = (all: string) =>
    all.split("\n").filter((line) => !line.startsWith("|"));
  assertEquals(withoutTables(changed), withoutTables(text));
  assertEquals(withTables(changed, []), changed);
});

Deno.test("withTables turns a table away that the text does not have", () => {
  assertThrows(
    () => withTables(text, [[["name", "z"]]]),
    RangeError,
    "name | z",
  );
});
