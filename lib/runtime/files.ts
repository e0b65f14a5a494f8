import { dirname } from "node:path";
import { UserError } from "./errors.ts";

/**
 * Writes a file whole or not at all: to a temporary name, then renamed.
 *
 * @throws UserError when the file cannot be written; nothing is left behind.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  await writeThen(path, content, (temporary) => Deno.rename(temporary, path));
}

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
  await writeThen(path, content, async (temporary) => {
    await renameIfThere(path, previous);
    await Deno.rename(temporary, path);
  });
}

async function writeThen(
  path: string,
  content: string | Uint8Array,
  finish: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID()}.part`;
  await naming(path, async () => {
    try {
      await (typeof content === "string"
        ? Deno.writeTextFile(temporary, content)
        : Deno.writeFile(temporary, content));
      await finish(temporary);
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
 * @returns Takes the folder away again where it was not there before, as long as
 * nothing is in it.
 * @throws UserError when it does not.
 */
export async function ensureWritable(
  folder: string,
): Promise<() => Promise<void>> {
  const before = await Deno.stat(folder).catch(() => undefined);
  await makeFolder(folder);
  const probe = `${folder}/.probe-${crypto.randomUUID()}.part`;
  await naming(folder, async () => {
    try {
      await Deno.writeFile(probe, new Uint8Array(PROBE_BYTES));
    } finally {
      await removeIfThere(probe);
    }
  });
  return async () => {
    if (before === undefined) await Deno.remove(folder);
  };
}

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

function isSystemError(error: unknown): error is Error {
  return error instanceof Error &&
    (Object.values(Deno.errors).some((kind) => error instanceof kind) ||
      "code" in error);
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await Deno.rename(from, to);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
