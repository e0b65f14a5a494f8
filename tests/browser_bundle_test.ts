import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  type Need,
  needs,
  programs,
  projectFiles,
  temporaryFolder,
} from "./needs.ts";
import { runProgram } from "./programs.ts";
import { filesBelow, projectRoot } from "./project_files.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

/** Bundles a file for a browser, and gives what came of it. */
async function bundled(entry: string, out: string) {
  const { code, stderr } = await runProgram(Deno.execPath(), [
    ...["bundle", "--quiet", "--platform", "browser"],
    ...["--config", `${projectRoot}/deno.json`, "-o", out, entry],
  ]);
  return { code, stderr };
}

/** Deno's bundler is a program of its own, which the first `deno bundle` fetches. */
async function bundler(): Promise<Need> {
  const reason = "no bundler of Deno's in its cache, and no network";
  const before = [projectFiles, programs, temporaryFolder]
    .find(({ met }) => !met);
  if (before !== undefined) return before;
  let met = false;
  await inTemporaryFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/nothing.ts`, "console.log(1);\n");
    const { code } = await bundled(
      `${folder}/nothing.ts`,
      `${folder}/nothing.js`,
    );
    met = code === 0;
  });
  return { met, reason };
}

/** What a browser has not. */
const FOREIGN = [/\bDeno\b/, /\bprocess\./, /from\s*"node:/, /\brequire\(/];

Deno.test({
  ...needs(await bundler()),
  name: "all of lib/flow, lib/matching and lib/constraint runs in a browser",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const files = (await filesBelow("lib"))
        .filter((path) =>
          /^lib\/(flow|matching|constraint)\/.*\.ts$/.test(path)
        );
      assert(files.length > 20, `${files.length} files`);
      const [entry, out] = [`${folder}/entry.ts`, `${folder}/out.js`];
      const write = (lines: readonly string[]) =>
        Deno.writeTextFile(entry, lines.join("\n"));
      const imports = files.map((path, i) =>
        `export * as file${i} from "${new URL(`../${path}`, import.meta.url)}";`
      );
      await write(imports);
      assertEquals(await bundled(entry, out), { code: 0, stderr: "" });
      const code = await Deno.readTextFile(out);
      for (const file of ["orbit_table", "register_pairs", "lifted_dense"]) {
        assertMatch(code, new RegExp(`/${file}\\.ts`));
      }
      for (const form of FOREIGN) {
        const found = code.match(form);
        assertEquals(found?.[0], undefined, `${form}`);
      }

      // A rule that cannot fail is none.
      await write([...imports, "Deno.exit(0);"]);
      await bundled(entry, out);
      assertMatch(await Deno.readTextFile(out), FOREIGN[0]);
    }),
});
