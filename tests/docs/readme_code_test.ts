import { assertEquals } from "@std/assert";
import { programs, projectFiles } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { testsInFolder } from "../tests_in_folder.ts";
import { readmeCode } from "./readme_code.ts";

testsInFolder(projectFiles, programs)(
  "the README's code runs, on small images and with few steps",
  async (folder) => {
    const [example, ...others] = (await readmeCode())
      .filter(({ runs }) => runs);
    assertEquals(others, []);
    const file = `${folder}/example.ts`;
    await Deno.writeTextFile(
      file,
      `${example.source}
console.log(run.trainer.state.step, run.trainer.settings.steps);
`,
    );
    const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
      ...["run", "--quiet", "--no-check", "--no-prompt"],
      ...["--config", `${projectRoot}/deno.json`, "--allow-read"],
      ...["--preload", "tests/torture/small_data.ts", file],
    ]);
    assertEquals(code, 0, stderr);
    // 60 steps before the registration, and 90 after it.
    assertEquals(stdout, "150 150\n");
  },
);
