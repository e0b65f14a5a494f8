import type { RandomStream } from "#lib/random/streams.ts";

/**
 * Makes a function that feeds one input of a kind at each call, and fails if the
 * program mishandles the input.
 *
 * @param folder An empty folder for files.
 */
export type Feed = (
  folder: string,
  random: RandomStream,
) => Promise<() => Promise<void>>;

/**
 * Calls a function; errors of the allowed classes give undefined, others are thrown.
 */
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
