/** Whether an error is from the operating system, or about a permission of Deno. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error &&
    (Object.values(Deno.errors).some((kind) => error instanceof kind) ||
      "code" in error);
}

/**
 * Whether an error means that there is nothing at a path: no such entry, or a file where
 * the path needs a folder. For every other error this is unknown.
 */
export function isAbsence(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.NotADirectory;
}
