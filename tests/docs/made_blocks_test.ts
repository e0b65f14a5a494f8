import { assert, assertEquals, assertRejects } from "@std/assert";
import { alignedTable } from "../../bench/docs/aligned_table.ts";
import { allBlocks } from "../../bench/docs/all_blocks.ts";
import { blockNames, withBlocks } from "../../bench/docs/blocks_in_text.ts";
import { madeFiles } from "../../bench/docs/made_files.ts";
import { paragraph } from "../../bench/docs/paragraph.ts";
import { tablesOf } from "../../bench/doc_tables.ts";
import { studyFigure } from "../../bench/docs/study_figures.ts";
import { needs, projectFiles } from "../needs.ts";
import { filesBelow, projectRoot } from "../project_files.ts";

const files = projectFiles.met ? await madeFiles() : [];

for (const { path, committed, made } of files) {
  Deno.test({
    ...needs(projectFiles),
    name: `${path} is what deno task docs makes of the committed numbers`,
    fn: () => assertEquals(committed, made),
  });
}

Deno.test({
  ...needs(projectFiles),
  name: "every block that can be made stands in a text",
  fn() {
    const shown = files.flatMap(({ committed }) => blockNames(committed));
    assertEquals(
      Object.keys(allBlocks).filter((name) => !shown.includes(name)),
      [],
    );
  },
});

/** A figure of a trained model, which committed numbers cannot draw. */
const OF_A_MODEL = "docs/latent-flow.svg";

Deno.test({
  ...needs(projectFiles),
  name: "every figure of docs/ that needs no trained model is made",
  async fn() {
    const drawn = (await filesBelow("docs"))
      .filter((path) => path.endsWith(".svg") && path !== OF_A_MODEL);
    const made = files.map(({ path }) => path);
    assertEquals(drawn.filter((path) => !made.includes(path)), []);
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "every figure of docs/ has its content in words",
  async fn() {
    for (const path of await filesBelow("docs")) {
      if (!path.endsWith(".svg")) continue;
      const svg = await Deno.readTextFile(`${projectRoot}/${path}`);
      assert(/<title>.+<\/title>\s*<desc>.+<\/desc>/.test(svg), path);
    }
  },
});

Deno.test("a study without the figure that is asked for is refused", async () => {
  await assertRejects(
    () => studyFigure("study/derivative/cells.csv", "sensitivity-noise"),
    RangeError,
    "study/derivative/cells.csv: expected a report with the figure sensitivity-noise, found angles",
  );
});

Deno.test({
  ...needs(projectFiles),
  name: "the README's table has at most eight rows, none of them empty",
  fn() {
    const readme = files.find(({ path }) => path === "README.md")!;
    const [[, ...rows], ...others] = tablesOf(readme.committed);
    assertEquals(others, []);
    assert(rows.length >= 5 && rows.length <= 8, `${rows.length} rows`);
    for (const cell of rows.flat()) {
      assert(!/NaN|undefined|null|^$/.test(cell), cell);
    }
  },
});

const text = `Before.

<!-- made: a -->

| x |

<!-- end -->

Between.

<!-- made: b -->
<!-- end -->
`;

Deno.test("blocks are made again, and nothing else changes", async () => {
  const blocks = { a: () => "new a", b: () => Promise.resolve("new\nb $1") };
  assertEquals(blockNames(text), ["a", "b"]);
  const made = await withBlocks("x.md", text, blocks);
  assertEquals(
    made,
    "Before.\n\n<!-- made: a -->\n\nnew a\n\n<!-- end -->\n\nBetween.\n\n<!-- made: b -->\n\nnew\nb $1\n\n<!-- end -->\n",
  );
  assertEquals(await withBlocks("x.md", made, blocks), made);
  assertEquals(await withBlocks("x.md", "No block.\n", {}), "No block.\n");
});

for (
  const [what, faulty, message] of [
    ["an unknown name", text, 'x.md: there is no block "b"'],
    [
      "a name of Object's",
      text.replace("made: b", "made: toString"),
      "toString",
    ],
    [
      "no end",
      text.slice(0, -14),
      "x.md: expected an end for each of 2 blocks",
    ],
    ["no beginning", text.replace("<!-- made: a -->", ""), "found 1 whole"],
  ] as const
) {
  Deno.test(`a text with ${what} is refused`, async () => {
    await assertRejects(
      () => withBlocks("x.md", faulty, { a: () => "" }),
      RangeError,
      message,
    );
  });
}

Deno.test("a table is aligned by the number of characters, not of bytes", () => {
  assertEquals(
    alignedTable([["a", "long head"], ["∂x²", "1"]]),
    "| a   | long head |\n| --- | --------- |\n| ∂x² | 1         |",
  );
});

Deno.test("a paragraph has lines of at most 80 characters, and all of its words", () => {
  const words = Array.from({ length: 60 }, (_, i) => "w".repeat(i % 12 + 1));
  const lines = paragraph(words.join("  ")).split("\n");
  assertEquals(lines.join(" "), words.join(" "));
  assert(lines.every((line) => line.length <= 80));
  // The first word of each line would not fit on the line before.
  lines.slice(1).forEach((line, i) =>
    assert(lines[i].length + 1 + line.split(" ")[0].length > 80)
  );
});
