import { assert, assertEquals } from "@std/assert";
import { programs, projectFiles } from "../needs.ts";
import { program, runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { testsInFolder } from "../tests_in_folder.ts";

/** A text's code blocks without a language. */
async function plainBlocks(path: string): Promise<string[]> {
  const text = await Deno.readTextFile(`${projectRoot}/${path}`);
  return [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, block]) =>
    block
  );
}

/** Arguments of a task's command line, with its files in a folder. */
const taskWords = (line: string, folder: string): string[] =>
  line.split(" ").slice(1).map((word) =>
    ["pairs.npz", "answer"].includes(word) ? `${folder}/${word}` : word
  );

/** A line whose columns are two spaces apart, to compare it apart from their widths. */
const plain = (line: string): string => line.replaceAll(/ {2,}/g, "  ").trim();

testsInFolder(projectFiles, programs, program("deno"))(
  "the answer that the README and docs/detect.md show is what their commands print",
  async (folder) => {
    const shown = await Promise.all(
      ["README.md", "docs/detect.md"].map(plainBlocks),
    );
    const commands = shown.map((blocks) =>
      blocks.find((block) => block.startsWith("deno task make-pairs"))!.trim()
    );
    assertEquals(commands[1], commands[0]);
    const [make, detect] = commands[0].split("\n");
    const made = await runProgram("deno", [
      ...taskWords(make, folder),
      ...["--out", `${folder}/pairs.npz`],
    ]);
    assertEquals(made.code, 0, made.stderr);
    const found = await runProgram("deno", [
      ...taskWords(detect, folder),
      ...["--backend", "wasm"],
    ]);
    assertEquals(found.code, 0, found.stderr);
    const printed = found.stdout.replaceAll(`${folder}/`, "").split("\n").map(
      plain,
    );
    for (const blocks of shown) {
      const answer = blocks.find((block) => block.startsWith("Found: "))!;
      let at = 0;
      for (const line of answer.split("\n").map(plain)) {
        if (line === "" || line === "...") continue;
        const place = printed.indexOf(line, at);
        assert(place >= at, `after line ${at} of the output: ${line}`);
        at = place + 1;
      }
      assert(at > 5, `${at} lines`);
    }
  },
);
