import { assertEquals } from "@std/assert";
import { markdownTable, tablesOf } from "../../bench/doc_tables.ts";

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
