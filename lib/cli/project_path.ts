import { fileURLToPath } from "node:url";

/**
 * The path of a file or folder of the project.
 *
 * @param path From the project's root, without a slash at its end; by default the
 * root itself.
 */
export const projectPath = (path = ""): string =>
  fileURLToPath(new URL(`../../${path}`, import.meta.url))
    .replace(/[\\/]$/, "");
