import { dirname } from "node:path";
import { UserError } from "./errors.ts";
import { isAbsence, isSystemError } from "./system_errors.ts";

/**
 * Writes a file whole or not at all: to a temporary name, then renamed.
 *
 * @throws UserError when the file cannot be written; nothing is left behind.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  await wholeFile(path, (temporary) => writeContent(temporary, content));
}

const writeContent = (path: string, content: string | Uint8Array) =>
  typeof content === "string"
    ? Deno.writeTextFile(path, content)
    : Deno.writeFile(path, content);

/**
 * The same, in a folder that is made where it is gone; what was there goes on
 * under another name. At any moment one of the two names is that of a whole
 * file.
 *
 * @throws UserError when the file cannot be written; both are then as before.
 */
export async function writeKeepingPrevious(
  path: string,
  content: Uint8Array,
  previous: string,
): Promise<void> {
  await naming(path, () => Deno.mkdir(dirname(path), { recursive: true }));
  await wholeFile(path, async (temporary) => {
    await writeContent(temporary, content);
    await renameIfThere(path, previous);
  });
}

/**
 * Writes a file whole or not at all, a part at a time.
 *
 * @param write Gets the new file; may close it.
 * @throws UserError when the file cannot be written; nothing is left behind.
 */
export async function writeWholeBy(
  path: string,
  write: (file: Deno.FsFile) => Promise<void>,
): Promise<void> {
  await wholeFile(path, async (temporary) => {
    const file = await Deno.open(temporary, { write: true, createNew: true });
    try {
      await write(file);
    } finally {
      closeIfOpen(file);
    }
  });
}

function closeIfOpen(file: Deno.FsFile): void {
  try {
    file.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** @param write Gets the name under which the file is kept until it is whole. */
async function wholeFile(
  path: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID()}.part`;
  await naming(path, async () => {
    try {
      await write(temporary);
      await Deno.rename(temporary, path);
    } catch (error) {
      await removeIfThere(temporary);
      throw error;
    }
  });
}

/**
 * Makes a folder, and those above it, where it is not there.
 *
 * @throws UserError when it cannot be made.
 */
export async function makeFolder(path: string): Promise<void> {
  await naming(path, () => Deno.mkdir(path, { recursive: true }));
}

/**
 * Fills a new folder through `fill` and only then gives it its name, in place
 * of an earlier folder of that name.
 *
 * @throws UserError when the folder cannot be written; nothing is left behind.
 */
export async function writeFolderWhole(
  path: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID()}.part`;
  await naming(path, async () => {
    try {
      await Deno.mkdir(temporary, { recursive: true });
      await fill(temporary);
      // The earlier folder is there until the new one is whole.
      const aside = `${temporary}.old`;
      await renameIfThere(path, aside);
      await Deno.rename(temporary, path);
      await removeIfThere(aside);
    } catch (error) {
      await removeIfThere(temporary);
      throw error;
    }
  });
}

/**
 * Makes sure that a folder is there and takes new files.
 *
 * @returns Takes away again what was not there before, the folder and those
 * above it, as far as nothing is in them.
 * @throws UserError when it does not; nothing is then left behind.
 */
export async function ensureWritable(
  folder: string,
): Promise<() => Promise<void>> {
  const made = await missingFolders(folder);
  const takeAway = async () => {
    for (const path of made) {
      // One that holds something stays, and so do those above it.
      await Deno.remove(path).catch(() => {});
    }
  };
  const probe = `${folder}/.probe-${crypto.randomUUID()}.part`;
  try {
    await makeFolder(folder);
    await naming(folder, async () => {
      try {
        await Deno.writeFile(probe, new Uint8Array(PROBE_BYTES));
      } finally {
        await removeIfThere(probe);
      }
    });
  } catch (error) {
    await takeAway();
    throw error;
  }
  return takeAway;
}

/** A folder and those above it, as far as they are not there; it comes first. */
async function missingFolders(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let path = folder; !await isThere(path); path = dirname(path)) {
    if (path === dirname(path)) break;
    missing.push(path);
  }
  return missing;
}

/**
 * Whether a path holds anything, or may hold it: only the system's word that
 * there is no such entry means no.
 */
export const isThere = (path: string): Promise<boolean> =>
  Deno.lstat(path).then(() => true, (error) => !isAbsence(error));

/** Enough to find a full disk before hours of work, not after. */
const PROBE_BYTES = 32 * 2 ** 20;

/** Turns a failure of the operating system into one line that names the path. */
export async function naming<T>(
  path: string,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof UserError || !isSystemError(error)) throw error;
    throw new UserError(
      `${path}: expected to be able to write there, found: ${error.message}`,
      { cause: error },
    );
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await Deno.rename(from, to);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Removes a file, or a folder with all in it; or nothing, where nothing is. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
