import { naming } from "../runtime/files.ts";

/**
 * Runs a function under a lock file, in one process at a time. The other processes wait.
 * If a process dies, the system releases the lock.
 *
 * @param lock path of the lock file, which is created if it does not exist
 * @param onWait called once if another process has the lock
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
