/** Reads a committed file, by its path from the project's root. */
export const committed = (path: string): Promise<string> =>
  Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
