import { assertEquals } from "@std/assert";
import { transformations } from "#lib/flow/transformations.ts";
import { writePairs } from "../cli/write_pairs.ts";
import { drawnT, movedPairs } from "../detection/moved_blobs.ts";
import { programs, projectFiles } from "../needs.ts";
import { type Ended, runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { testsInFolder } from "../tests_in_folder.ts";
import { docsCode } from "./docs_code.ts";

const inFolder = testsInFolder(projectFiles, programs);

/** Runs a text's one runnable block, followed by another line, in a folder. */
async function runCode(
  folder: string,
  path: string,
  line: string,
  options: readonly string[] = [],
): Promise<Ended> {
  const [example, ...others] = (await docsCode())
    .filter((block) => block.path === path && block.runs);
  assertEquals(others, []);
  const file = `${folder}/example.ts`;
  await Deno.writeTextFile(file, `${example.source}\n${line}\n`);
  const ended = await runProgram(
    Deno.execPath(),
    [
      ...["run", "--quiet", "--no-check", "--no-prompt", "--allow-read"],
      ...["--config", `${projectRoot}/deno.json`, ...options, file],
    ],
    {},
    folder,
  );
  assertEquals(ended.code, 0, ended.stderr);
  return ended;
}

inFolder("the README's code finds a rotation", async (folder) => {
  const pairs = movedPairs(
    transformations.rotation.flow,
    drawnT(80, -0.8, 0.8),
    { size: 12, noise: 0.02 },
  );
  await writePairs(`${folder}/pairs.npz`, pairs);
  const { stdout } = await runCode(
    folder,
    "README.md",
    `const image = { pixels: new Float32Array(144), height: 12, width: 12, channels: 1 };
console.log(flow(image, 0.3).pixels.length);`,
  );
  const [verdict, size] = stdout.trim().split("\n");
  assertEquals(verdict.replace(/ \(.*/, ""), "found rotation about");
  assertEquals(size, "144");
});

inFolder(
  "the code of docs/library.md trains, on small images and with few steps",
  async (folder) => {
    const { stdout } = await runCode(
      folder,
      "docs/library.md",
      "console.log(run.trainer.state.step, run.trainer.settings.steps);",
      ["--preload", `${projectRoot}/tests/torture/small_data.ts`],
    );
    // 60 steps before the registration, and three quarters of 90 after it.
    assertEquals(stdout, "150 150\n");
  },
);
