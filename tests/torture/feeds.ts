import type { RandomStream } from "#lib/random/streams.ts";

/**
 * Makes what feeds inputs of one kind, one a call; a call fails where the input
 * was not dealt with as it ought to be.
 *
 * @param folder An empty one, for files.
 */
export type Feed = (
  folder: string,
  random: RandomStream,
) => Promise<() => Promise<void>>;

/** Whether a call fails with an error of these classes, or succeeds. */
export async function endsWell<T>(
  call: () => T | Promise<T>,
  ...allowed: (new (...args: never[]) => Error)[]
): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (allowed.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}
