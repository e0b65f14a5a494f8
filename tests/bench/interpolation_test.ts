import { assertEquals } from "@std/assert";
import { tablesOf } from "../../bench/doc_tables.ts";
import { interpolationRow, MATCHINGS } from "../../bench/interpolation.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

Deno.test({
  ...needs(projectFiles),
  name: "bench/interpolation.ts makes a row of bench/interpolation.txt again",
  async fn() {
    const path = `${projectRoot}/bench/interpolation.txt`;
    const [[head, ...rows]] = tablesOf(await Deno.readTextFile(path));
    assertEquals(head, ["experiment", "pairs made by", ...MATCHINGS]);
    assertEquals(rows.length, 24);
    const [id, making] = ["mnist-special-conformal", "bicubic, cut to 0 to 1"];
    const shown = rows.find((row) =>
      row[0] === `\`${id}\`` && row[1] === making
    );
    assertEquals(shown, await interpolationRow(id, making));
  },
});
