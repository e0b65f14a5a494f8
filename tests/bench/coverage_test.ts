import { assert, assertEquals } from "@std/assert";
import { coverage } from "../../bench/docs/coverage.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

Deno.test({
  ...needs(projectFiles),
  name: "bench/detect_coverage.txt has at least 200 sets, without a gap",
  async fn() {
    const text = await Deno.readTextFile(
      `${projectRoot}/bench/detect_coverage.txt`,
    );
    const sets = text.split("\n").filter((line) => /^\d+: /.test(line));
    assertEquals(sets.map((line) => parseInt(line)), [...sets.keys()]);
    const { held, sets: counted } = await coverage();
    assertEquals(counted, sets.length);
    assert(counted >= 200 && held / counted >= 0.95, `${held} of ${counted}`);
  },
});
