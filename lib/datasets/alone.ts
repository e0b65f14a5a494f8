import { naming } from "../runtime/files.ts";

/**
 * Does something that only one process may do at a time. The others wait; where
 * a process dies, the system lets the next one go on.
 *
 * @param lock path of a file that stands for it, made if it is not there
 * @param onWait told once, if another process is at it
 * @throws UserError if the lock file cannot be written
 */
export async function alone<T>(
  lock: string,
  work: () => Promise<T>,
  onWait?: () => void,
): Promise<T> {
  using file = await naming(
    lock,
    () => Deno.open(lock, { create: true, write: true }),
  );
  if (!await file.tryLock(true)) {
    onWait?.();
    await file.lock(true);
  }
  return await work();
}
