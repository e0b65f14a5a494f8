import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

Deno.test({
  ...needs(projectFiles),
  name: "the README tells of the intervals what bench/detect_coverage.txt has",
  async fn() {
    const lines = (await read("bench/detect_coverage.txt")).trim().split("\n");
    const sets = lines.filter((line) => /^\d+: /.test(line));
    assertEquals(sets.map((line) => parseInt(line)), [...sets.keys()]);
    assert(sets.length >= 200, `${sets.length} sets`);
    const held = sets.filter((line) => !line.endsWith(" OUTSIDE")).length;
    const share = (100 * held / sets.length).toFixed(1);
    assertEquals(
      lines.at(-1),
      `all inside in ${held} of ${sets.length} sets (${share} %)`,
    );
    const readme = (await read("README.md")).replaceAll(/\s+/g, " ");
    assertStringIncludes(
      readme,
      `all twelve intervals hold the truth in ${held} of ${sets.length} sets (${share} %)`,
    );
  },
});
