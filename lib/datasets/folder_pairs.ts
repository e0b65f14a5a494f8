import { UserError } from "../runtime/errors.ts";
import { disk } from "./disk.ts";
import type { FileStore } from "./file_store.ts";
import { openFolderStacks, picturesIn } from "./folder_stack.ts";
import type { ImageStack } from "./image_stack.ts";

/**
 * Opens the folders `x0` and `xt` of a folder. Files of equal names are a pair; pairs
 * are in the order of the names in `x0`. Names are compared in Unicode's composed form
 * (NFC), because some systems store an é as one character and others as two.
 *
 * @throws UserError for a file without a partner, and for two files of a folder whose
 * names are equal in that form.
 */
export async function openFolders(
  folder: string,
  files: FileStore = disk,
): Promise<readonly [ImageStack, ImageStack]> {
  const [x0, xt] = [`${folder}/x0`, `${folder}/xt`];
  const names = byComposedName(await picturesIn(x0, files), x0);
  const others = byComposedName(await picturesIn(xt, files), xt);
  checkPartners(names, others, xt, "x0");
  checkPartners(others, names, x0, "xt");
  const partners = Array.from(names.keys(), (name) => others.get(name)!);
  return await openFolderStacks(
    [[x0, [...names.values()]], [xt, partners]],
    files,
  );
}

/** Maps composed forms to the names of files, in the same order. */
function byComposedName(
  names: readonly string[],
  folder: string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    const composed = name.normalize("NFC");
    const other = found.get(composed);
    if (other !== undefined) {
      throw new UserError(
        `${folder}: expected names that differ, found ${escaped(other)} and ${
          escaped(name)
        }, two spellings of ${composed} in Unicode; rename one of them`,
      );
    }
    found.set(composed, name);
  }
  return found;
}

/**
 * Writes all letters of a name that are not ASCII as \\u{...}, which shows its spelling.
 */
const escaped = (name: string): string =>
  Array.from(
    name,
    (letter) =>
      /^[ -~]$/.test(letter)
        ? letter
        : `\\u{${letter.codePointAt(0)!.toString(16)}}`,
  ).join("");

/** Checks that every file has a partner of equal name in the other folder. */
function checkPartners(
  names: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
  folder: string,
  of: string,
): void {
  const alone = names.keys().find((name) => !others.has(name));
  if (alone === undefined) return;
  const stem = (name: string) => name.replace(/\.\w+$/, "").toLowerCase();
  const like = others.keys().find((other) => stem(other) === stem(alone));
  throw new UserError(
    `${folder}/${alone}: expected a partner of ${of}/${alone}, found ${
      like === undefined
        ? "none; give both images of a pair the same file name"
        : `${like}; give both the same name, ending included`
    }`,
  );
}
