import { type Need, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

/**
 * File modes that keep this process from reading, which they do not for an
 * administrator.
 */
export const modesForbid: Need = temporaryFolder.met
  ? {
    met: await inTemporaryFolder(async (folder) => {
      if (Deno.build.os === "windows") return false;
      await Deno.writeTextFile(`${folder}/a`, "");
      await Deno.chmod(`${folder}/a`, 0);
      return await Deno.readTextFile(`${folder}/a`).then(
        () => false,
        () => true,
      );
    }),
    reason:
      "a file's mode does not keep this process out (it runs as an administrator)",
  }
  : temporaryFolder;
