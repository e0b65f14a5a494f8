import { assert, assertEquals } from "@std/assert";
import { needs, programs, projectFiles } from "../needs.ts";
import { loadedBy, packageExports } from "../package_exports.ts";
import { runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";

/**
 * Folders that the package leaves out, because only the project's developers use them.
 */
const LEFT_OUT = /^(?:tests|bench|notebooks|study|docs|lib\/cli|lib\/study)\//;

Deno.test({
  ...needs(projectFiles, programs),
  name:
    "the package can be published: types are explicit, and all that its entries load is in it",
  async fn() {
    const { code, stderr } = await runProgram(Deno.execPath(), [
      ...["publish", "--dry-run", "--allow-dirty"],
    ]);
    assertEquals(code, 0, stderr);
    assertEquals(stderr.match(/^warning.*/gm), null);
    const files = [...stderr.matchAll(/^ +(file:\S+)/gm)].map(([, url]) => url);
    assert(files.length > 100, stderr);
    const root = `file://${projectRoot}/`;
    const paths = files.map((url) => url.replace(root, ""));
    assertEquals(paths.filter((path) => LEFT_OUT.test(path)), []);
    const loaded = await Promise.all(
      Object.values(packageExports).map(loadedBy),
    );
    const needed = loaded.flatMap((all) => [...all])
      .filter((url) => url.startsWith(root));
    assertEquals(needed.filter((url) => !files.includes(url)), []);
  },
});
