import { type Need, needs, temporaryFolder } from "./needs.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

/** A maker of tests that get a new empty folder each, and need this as well. */
export const testsInFolder =
  (...needed: readonly Need[]) =>
  (name: string, fn: (folder: string) => Promise<void>): void =>
    Deno.test({
      ...needs(temporaryFolder, ...needed),
      name,
      fn: () => inTemporaryFolder(fn),
    });
