import { assert, assertEquals } from "@std/assert";
import { docsCode } from "../docs/docs_code.ts";
import { needs, programs, projectFiles, temporaryFolder } from "../needs.ts";
import { codeCells, readNotebooks } from "../notebooks.ts";
import { runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

/** Runs one of Deno's checks over files, with the project's settings. */
async function passes(
  args: readonly string[],
  files: readonly string[],
): Promise<void> {
  const config = `--config=${projectRoot}/deno.json`;
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
    ...args,
    config,
    ...files,
  ]);
  assertEquals(code, 0, `${args}: ${stdout}${stderr}`);
}

Deno.test({
  ...needs(projectFiles, temporaryFolder, programs),
  name: "the code of every notebook is checked, linted and formatted",
  async fn() {
    const notebooks = await readNotebooks();
    await inTemporaryFolder(async (folder) => {
      const files: string[] = [];
      for (const [path, notebook] of notebooks) {
        const name = path.split("/").at(-1)!.replace(".ipynb", "");
        const cells = codeCells(notebook);
        // A notebook's cells are checked together, as one module.
        const whole = `${folder}/${name}.ts`;
        await Deno.writeTextFile(whole, `${cells.join("\n\n")}\n`);
        files.push(whole);
        assert(cells.length > 0);
      }
      await passes(["check"], files);
      await passes(["lint"], files);
      await passes(["fmt", "--check"], files);
    });
  },
});

/** Declarations of the values that a text's code expects its reader to have. */
const readers: Readonly<Record<string, string>> = {
  "docs/constraint.md":
    "\ndeclare const images: tf.Tensor, labels: tf.Tensor;\n",
};

Deno.test({
  ...needs(projectFiles, temporaryFolder, programs),
  name: "all code of the README and of docs/ passes the type checker",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const blocks = await docsCode();
      assert(blocks.length > 0);
      const files = blocks.map((_, i) => `${folder}/block_${i}.ts`);
      for (const [i, { path, source }] of blocks.entries()) {
        await Deno.writeTextFile(files[i], `${source}${readers[path] ?? ""}`);
      }
      await passes(["check"], files);
    }),
});
