import { needs, projectFiles } from "../needs.ts";
import { filesBelow } from "../project_files.ts";

/**
 * Defines the tests of all files of a folder in the file that calls this.
 *
 * `deno test` loads tfjs and the library again for every file that it runs, and
 * compiles them again. The files of a joined folder load them once. Each file can
 * still be run alone.
 *
 * @param folder The folder's name in tests/.
 */
export async function joinTests(folder: string): Promise<void> {
  if (!projectFiles.met) {
    Deno.test({ ...needs(projectFiles), name: folder, fn() {} });
    return;
  }
  for (const path of await filesBelow(`tests/${folder}`)) {
    if (path.endsWith("_test.ts")) await import(`../../${path}`);
  }
}
