import { fileURLToPath } from "node:url";

/**
 * Absolute path of a file or folder of the project.
 *
 * @param path Path from the project's root, without a slash at its end; by default the
 * root itself.
 */
export const projectPath = (path = ""): string =>
  fileURLToPath(new URL(`../../${path}`, import.meta.url))
    .replace(/[\\/]$/, "");
