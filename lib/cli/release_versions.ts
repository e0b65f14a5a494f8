import type { CheckEnd } from "./release_check.ts";

/** The files that state the version, each with the pattern of its statement. */
const FORMS: Readonly<Record<string, RegExp>> = {
  "deno.json": /^ {2}"version": "([^"]+)"/m,
  "CHANGELOG.md": /^## (\d\S*)/m,
  "CITATION.cff": /^version: (\S+)$/m,
};

/**
 * Checks that all files state the same version; in CHANGELOG.md, the first entry
 * counts.
 *
 * @param read Reads a file, given its path from the project's root.
 */
export async function checkVersions(
  read: (path: string) => Promise<string>,
): Promise<CheckEnd> {
  const stated = await Promise.all(
    Object.entries(FORMS).map(async ([path, form]) => {
      const [, version] = form.exec(await read(path)) ?? [];
      return { path, version: version ?? "no version" };
    }),
  );
  const versions = new Set(stated.map(({ version }) => version));
  const passed = versions.size === 1 && !versions.has("no version");
  const all = stated.map(({ path, version }) => `${version} in ${path}`);
  return { passed, words: passed ? stated[0].version : all.join(", ") };
}
