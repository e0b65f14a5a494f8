import type { Entry, FileEntry } from "@zip.js/zip.js";
import { UserError } from "../runtime/errors.ts";

/** Numbers of the methods of compression that are read (PKWARE APPNOTE 4.4.5). */
export const STORED = 0;
const DEFLATED = 8, DEFLATED64 = 9;

/** Names of some methods that are not read. */
const METHODS: Readonly<Record<number, string>> = {
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "XZ",
};

/**
 * Finds the entry of an array in a NumPy .npz archive: the one of its name, or else one
 * of its name in a folder of the archive. Arrays without names, as
 * `numpy.savez(path, a, b)` writes them, are x0 and xt in this order if there are two,
 * and `images` if there is one.
 *
 * @param path Path of the archive, for messages.
 * @param array The array's name, without `.npy`.
 * @throws UserError if there is not exactly one, or it is encrypted or compressed by a
 * method that is not read.
 */
export function entryOf(
  path: string,
  array: string,
  entries: readonly Entry[],
): FileEntry {
  const savez = array === "images" ? "images=..." : "x0=..., xt=...";
  const wrong = (
    what: string,
    advice = `numpy.savez(path, ${savez}) writes it`,
  ): never => {
    throw new UserError(
      `${path}: expected one array ${array}, found ${what}; ${advice}`,
    );
  };
  const found = entriesNamed(array, entries);
  if (found.length > 1) return wrong(`${found.length}`);
  const [entry] = found;
  if (entry === undefined) {
    const names = entries.slice(0, 5).map((other) => shownName(other.filename));
    const more = entries.length > 5 ? ", ..." : "";
    return wrong(names.length > 0 ? `${names.join(", ")}${more}` : "none");
  }
  if (entry.directory) return wrong("a folder of this name");
  if (entry.encrypted) {
    return wrong(
      "an encrypted one",
      "unpack it, and zip it without a password",
    );
  }
  if (![STORED, DEFLATED, DEFLATED64].includes(entry.compressionMethod)) {
    const method = METHODS[entry.compressionMethod] ?? "another method";
    return wrong(
      `one compressed with ${method}`,
      "load it in NumPy and write it anew with numpy.savez_compressed",
    );
  }
  return entry;
}

/** Lists the entries that match an array's name best. */
function entriesNamed(array: string, entries: readonly Entry[]): Entry[] {
  // Some writers omit the ending; NumPy reads these, too.
  for (const name of [`${array}.npy`, array]) {
    const exact = entries.filter(({ filename }) => filename === name);
    if (exact.length > 0) return exact;
  }
  const arrays = arraysIn(entries);
  const within = arrays.filter((entry) => arrayNameOf(entry) === array);
  return within.length > 0 ? within : unnamed(array, arrays);
}

/** Selects the entries that are arrays. */
export const arraysIn = (entries: readonly Entry[]): Entry[] =>
  // macOS adds a second, hidden file for each.
  entries.filter(({ filename, directory }) =>
    !directory && filename.endsWith(".npy") && !/(^|\/)\._/.test(filename)
  );

/** Finds arrays without names, which NumPy numbers. */
function unnamed(array: string, arrays: readonly Entry[]): Entry[] {
  const names = array === "images" ? ["images"] : ["x0", "xt"];
  const numbered = names.flatMap((_, i) =>
    arrays.filter(({ filename }) => filename === `arr_${i}.npy`)
  );
  const all = [numbered, arrays].every(({ length }) => length === names.length);
  return all ? numbered.filter((_, i) => names[i] === array) : [];
}

/** The name of an entry's array, without folders and ending. */
export const arrayNameOf = ({ filename }: Entry): string =>
  filename.slice(filename.lastIndexOf("/") + 1).replace(/\.npy$/, "");

/** Formats a name in the archive for a message. */
export const shownName = (name: string): string =>
  JSON.stringify(name.slice(0, 60));
