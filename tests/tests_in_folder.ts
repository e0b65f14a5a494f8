import { type Need, needs, temporaryFolder } from "./needs.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

/**
 * Returns a function that declares tests, each with a new empty folder and these needs.
 */
export const testsInFolder =
  (...needed: readonly Need[]) =>
  (name: string, fn: (folder: string) => Promise<void>): void =>
    Deno.test({
      ...needs(temporaryFolder, ...needed),
      name,
      fn: () => inTemporaryFolder(fn),
    });
