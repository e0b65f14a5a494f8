/** Whether an error is the operating system's, or a permission of Deno's. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error &&
    (Object.values(Deno.errors).some((kind) => error instanceof kind) ||
      "code" in error);
}

/**
 * Whether the system says that there is nothing at a path: no such entry, or a
 * file where the path needs a folder. Every other error leaves it open.
 */
export function isAbsence(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.NotADirectory;
}
