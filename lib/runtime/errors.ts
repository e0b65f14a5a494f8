/**
 * A mistake in what the user gave (an argument, a path, a file), to be shown
 * as one line without a stack trace. The message names the thing, what was
 * expected and what was found.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
}
