import { assert, assertEquals } from "@std/assert";
import { tablesOf } from "../../bench/doc_tables.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

Deno.test({
  ...needs(projectFiles),
  name:
    "docs/several-generators.md has the rows of bench/several_generators.txt, all of them with the right number",
  async fn() {
    const [[, ...shown]] = tablesOf(await read("docs/several-generators.md"));
    const [rows] = tablesOf(await read("bench/several_generators.txt"));
    assertEquals(shown, rows);
    for (const [kind, , verdict, right, , defect] of rows) {
      assertEquals([verdict, right], ["found", "yes"], kind);
      const isAlgebra = kind !== "no algebra";
      assert(isAlgebra ? +defect < 2 : +defect > 10, `${kind}: ${defect} %`);
    }
  },
});
