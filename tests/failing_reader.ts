import type { ReadFile } from "#lib/runtime/read_if_there.ts";

/** An error as Deno throws it for an error of the operating system. */
export function systemError(
  kind: new (message: string) => Error,
  code: string,
  number: number,
): Error {
  const error = new kind(`Refused (os error ${number}): readfile`);
  return Object.assign(error, { code });
}

/** A reader of files that fails with this error, for all paths or for one. */
export const failingReader =
  (error: Error, only?: string): ReadFile => (path) =>
    only === undefined || path === only
      ? Promise.reject(error)
      : Deno.readFile(path);

/**
 * Puts a link to itself at a path. The system refuses to read it (ELOOP), even for an
 * administrator's process.
 */
export const linkInCircle = (path: string): Promise<void> =>
  Deno.symlink(path, path);
