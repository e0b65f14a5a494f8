import { readsFiles } from "./reads_files.ts";

/** Something that a test requires, with the reason to print if it is missing. */
export interface Need {
  readonly met: boolean;
  readonly reason: string;
}

const granted = (descriptor: Deno.PermissionDescriptor): boolean =>
  Deno.permissions.querySync(descriptor).state === "granted";

/** The project's files, tfjs's WebAssembly among them. */
export const projectFiles: Need = {
  met: !readsFiles.ignore,
  reason: "no permission to read the project's files (--allow-read)",
};

/** Calls into shared libraries. */
export const foreignFunctions: Need = {
  met: granted({ name: "ffi" }),
  reason: "no permission for foreign functions (--allow-ffi)",
};

/** Reading and changing environment variables. */
export const environment: Need = {
  met: granted({ name: "env" }),
  reason: "no permission for environment variables (--allow-env)",
};

/** A temporary folder to write to and read from. */
export const temporaryFolder: Need = {
  met: granted({ name: "write" }) && granted({ name: "read" }),
  reason: "no permission to write files (--allow-write)",
};

/** Starting programs, this Deno itself (`Deno.execPath()`) among them. */
export const programs: Need = {
  met: granted({ name: "run" }),
  reason: "no permission to start programs (--allow-run)",
};

const said = new Set<string>();

/**
 * Options of a test with requirements:
 * `Deno.test({ ...needs(projectFiles), name, fn })`. If one is missing, the test is
 * listed as ignored, and the reason is printed once per test file.
 */
export function needs(...all: readonly Need[]): { readonly ignore: boolean } {
  const missing = all.filter(({ met }) => !met);
  for (const { reason } of missing) {
    if (!said.has(reason)) console.log(`left out: ${reason}`);
    said.add(reason);
  }
  return { ignore: missing.length > 0 };
}
