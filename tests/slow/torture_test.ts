import { assertEquals, assertMatch } from "@std/assert";
import { needs, programs, projectFiles, temporaryFolder } from "../needs.ts";
import { runProgram } from "../programs.ts";

Deno.test({
  ...needs(projectFiles, temporaryFolder, programs),
  name: "a short deno task torture loses nothing",
  async fn() {
    const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
      ...["task", "--quiet", "torture", "--kills", "4", "--starts", "5"],
      ...["--fuzz", "220", "--corruptions", "42"],
    ]);
    assertEquals(code, 0, stdout + stderr);
    const lines = stdout.trimEnd().split("\n")
      .filter((line) => !line.startsWith(" "));
    const tried = lines.map((line) => {
      assertMatch(line, /: \d+ tried, 0 lost$/);
      return Number(line.match(/(\d+) tried/)![1]);
    });
    assertEquals(tried, [5, ...Array(11).fill(20), ...Array(3).fill(14), 4]);
  },
});
