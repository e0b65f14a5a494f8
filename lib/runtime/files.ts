import { dirname } from "node:path";
import { UserError } from "./errors.ts";
import { isAbsence, isSystemError } from "./system_errors.ts";

/**
 * Writes a file completely or not at all: under a temporary name that is then renamed.
 *
 * @throws UserError if the file cannot be written; nothing is left behind.
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
 * Writes a file completely or not at all, and keeps the previous file under another
 * name. The folder is created if it does not exist. At any time, one of the two names is
 * that of a complete file.
 *
 * @throws UserError if the file cannot be written; both files are then unchanged.
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
 * Writes a file completely or not at all, in parts.
 *
 * @param write Writes to the new file; may close it.
 * @throws UserError if the file cannot be written; nothing is left behind.
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

/** @param write Writes the file under a temporary name. */
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
 * Creates a folder and its parents, if they do not exist.
 *
 * @throws UserError if it cannot be created.
 */
export async function makeFolder(path: string): Promise<void> {
  await naming(path, () => Deno.mkdir(path, { recursive: true }));
}

/**
 * Writes a folder completely or not at all: `fill` fills a new folder, which then
 * replaces an earlier folder of that name.
 *
 * @throws UserError if the folder cannot be written; nothing is left behind.
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
      // The earlier folder exists until the new one is complete.
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
 * Checks that a folder exists, or can be created, and that files can be written there.
 *
 * @returns A function that removes the created folders again, if they are empty.
 * @throws UserError if files cannot be written there; nothing is left behind.
 */
export async function ensureWritable(
  folder: string,
): Promise<() => Promise<void>> {
  const made = await missingFolders(folder);
  const takeAway = async () => {
    for (const path of made) {
      // A folder that is not empty stays, and so do its parents.
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

/** Lists a folder and its parents that do not exist; the folder comes first. */
async function missingFolders(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let path = folder; !await isThere(path); path = dirname(path)) {
    if (path === dirname(path)) break;
    missing.push(path);
  }
  return missing;
}

/**
 * Whether there is something at a path, or may be: it is false only if the system says
 * that there is no such entry.
 */
export const isThere = (path: string): Promise<boolean> =>
  Deno.lstat(path).then(() => true, (error) => !isAbsence(error));

/**
 * Number of bytes of a test file, large enough to detect a full disk before hours of
 * work.
 */
const PROBE_BYTES = 32 * 2 ** 20;

/**
 * Runs a function, and turns errors of the operating system into one line that names the
 * path.
 */
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

/** Removes a file, or a folder with its content, if it exists. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
