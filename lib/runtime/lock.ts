import { UserError } from "./errors.ts";
import { ensureWritable, naming } from "./files.ts";
import { ifThere } from "./read_if_there.ts";

/** The process that writes to a folder, as its lock file states. */
interface Holder {
  readonly pid: number;
  /** Start time of the process. */
  readonly started: string;
}

/**
 * Does work that writes to a folder, with the folder locked for other processes. The
 * folder is created if it does not exist. If the work fails, created folders are removed
 * again if they are empty.
 *
 * @throws UserError if the folder cannot be written, or is locked; it names the process
 * that holds it.
 */
export async function inHeldFolder<T>(
  folder: string,
  work: () => Promise<T>,
): Promise<T> {
  const takeAway = await ensureWritable(folder);
  try {
    const letGo = await holdFolder(folder);
    try {
      return await work();
    } finally {
      await letGo();
    }
  } catch (error) {
    await takeAway();
    throw error;
  }
}

/**
 * Does work that only one process may do at a time; the others wait.
 *
 * @param path The lock file; it is created and not removed.
 * @throws UserError if it cannot be written.
 */
export async function inTurn<T>(
  path: string,
  work: () => Promise<T>,
): Promise<T> {
  using file = await naming(
    path,
    () => Deno.open(path, { create: true, write: true }),
  );
  await file.lock(true);
  return await work();
}

/**
 * Locks a folder for other processes, until the returned function is called or this
 * process ends in any way. The system then releases the lock file, and its content is
 * ignored.
 *
 * @returns A function that releases the folder; a second call does nothing.
 * @throws UserError that names the process that holds it.
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const path = `${folder}/.lock`;
  const end = performance.now() + PATIENCE_MS;
  let held = await openLocked(path);
  while (held === undefined) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const holder = await holderOf(path);
    if (holder !== undefined || performance.now() > end) {
      throw new UserError(
        `${folder}: expected no other run to write there, found ${
          holder ?? "one that does not say who it is"
        }`,
      );
    }
    // The holder has ended, or has not yet written its name.
    held = await openLocked(path);
  }
  return await holding(path, held);
}

async function holding(
  path: string,
  held: Deno.FsFile,
): Promise<() => Promise<void>> {
  await naming(path, () => writeHolder(held));
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    // The file is removed while it is locked, so that it is not another process's lock.
    try {
      if (await isStill(path, held)) await Deno.remove(path).catch(() => {});
    } finally {
      held.close();
    }
  };
}

/** Longest wait for a holder to write its name, or to release the lock, ms. */
const PATIENCE_MS = 2000;

/** Usual time that a holder takes to write its name after locking, ms. */
const PAUSE_MS = 50;

/** Opens and locks the lock file; undefined if another process has locked it. */
async function openLocked(path: string): Promise<Deno.FsFile | undefined> {
  for (;;) {
    const file = await naming(
      path,
      () => Deno.open(path, { create: true, write: true }),
    );
    let [locked, still] = [false, false];
    try {
      locked = file.tryLockSync(true);
      // The name of an earlier holder that was killed is removed at once.
      if (locked) file.truncateSync();
      still = locked && await isStill(path, file);
    } finally {
      if (!still) file.close();
    }
    if (still) return file;
    if (!locked) return undefined;
    // The holder removed the file after we opened it and before we locked it.
  }
}

/**
 * Whether a path still leads to an open file.
 *
 * @throws {UnreadableError} if the system does not tell
 */
async function isStill(path: string, file: Deno.FsFile): Promise<boolean> {
  const [there, held] = await Promise.all([
    ifThere(path, () => Deno.stat(path)),
    // Here Deno also needs the permission to read the path.
    ifThere(path, () => file.stat()),
  ]);
  return there !== undefined && held !== undefined &&
    there.ino === held.ino && there.dev === held.dev;
}

async function writeHolder(file: Deno.FsFile): Promise<void> {
  const started = new Date(performance.timeOrigin).toISOString();
  const holder: Holder = { pid: Deno.pid, started };
  await file.write(new TextEncoder().encode(`${JSON.stringify(holder)}\n`));
}

/** Describes the holder of the lock; undefined if that cannot be read. */
async function holderOf(path: string): Promise<string | undefined> {
  // Some systems do not allow to read a locked file.
  const text = await Deno.readTextFile(path).catch(() => "");
  const said = /^\{"pid":(\d+),"started":"([-:.\dTZ]+)"\}\n$/.exec(text);
  return said === null ? undefined : `process ${said[1]}, started ${said[2]}`;
}
