import { UserError } from "./errors.ts";
import { ensureWritable, naming } from "./files.ts";
import { ifThere } from "./read_if_there.ts";

/** Who writes to a folder, as its lock file says. */
interface Holder {
  readonly pid: number;
  /** When its process started. */
  readonly started: string;
}

/**
 * Does work that writes to a folder, which is made where it is not there, while
 * no other process works there. Where the work fails, folders that were made go
 * again, as far as nothing is in them.
 *
 * @throws UserError where the folder can't be written, or that names the process
 * which holds it.
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
 * Does work that several processes may want to do, one after the other: the
 * others wait for their turn.
 *
 * @param path The lock file; it is made, and stays.
 * @throws UserError where it can't be written.
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
 * Keeps other processes from writing to a folder, until the given function is
 * called or this process ends, however it ends: the system then lets go of its
 * lock file, and what stands in it is of no account.
 *
 * @returns Lets go of the folder; a second call does nothing.
 * @throws UserError that names the process which holds it.
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
    // It is gone, or has not yet said who it is.
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
    // Removed while it is locked, so that it is not another process's lock.
    try {
      if (await isStill(path, held)) await Deno.remove(path).catch(() => {});
    } finally {
      held.close();
    }
  };
}

/** Longest wait for a holder to say who it is, or to be gone. */
const PATIENCE_MS = 2000;

/** What a holder takes at most, as a rule, to write that after it has locked. */
const PAUSE_MS = 50;

/** The lock file, locked; undefined where another process has locked it. */
async function openLocked(path: string): Promise<Deno.FsFile | undefined> {
  for (;;) {
    const file = await naming(
      path,
      () => Deno.open(path, { create: true, write: true }),
    );
    let [locked, still] = [false, false];
    try {
      locked = file.tryLockSync(true);
      // At once, so that nobody reads the name of an earlier holder that was killed.
      if (locked) file.truncateSync();
      still = locked && await isStill(path, file);
    } finally {
      if (!still) file.close();
    }
    if (still) return file;
    if (!locked) return undefined;
    // Its holder took it away between our opening and locking it.
  }
}

/**
 * Whether a path still leads to an open file.
 *
 * @throws {UnreadableError} if the system does not say
 */
async function isStill(path: string, file: Deno.FsFile): Promise<boolean> {
  const [there, held] = await Promise.all([
    ifThere(path, () => Deno.stat(path)),
    // Deno asks for the right to read the path here too.
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

/** Who holds the lock, in words; undefined where that can't be read. */
async function holderOf(path: string): Promise<string | undefined> {
  // Another system may not let us read what is locked.
  const text = await Deno.readTextFile(path).catch(() => "");
  const said = /^\{"pid":(\d+),"started":"([-:.\dTZ]+)"\}\n$/.exec(text);
  return said === null ? undefined : `process ${said[1]}, started ${said[2]}`;
}
