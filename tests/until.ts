const PATIENCE_MS = 60_000, PAUSE_MS = 100;

/**
 * Waits until a condition holds, and checks ten times a second.
 *
 * @param what The condition, for the error that is thrown after a minute.
 */
export async function until(
  holds: () => Promise<boolean>,
  what: string,
): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!await holds()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
