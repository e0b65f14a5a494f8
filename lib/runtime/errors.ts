/**
 * An error in the user's input (an argument, a path, a file), which is shown as one line
 * without a stack trace, also in a notebook. The message names the thing, the expected
 * and the found value.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.stack = `${new.target.name}: ${message}`;
  }
}

/**
 * Finds something by its name.
 *
 * @param what The kind of thing, for the message.
 * @throws UserError if there is none of this name; it lists the known names.
 */
export function oneOf<T>(
  what: string,
  choices: readonly T[],
  wanted: unknown,
  nameOf: (choice: T) => string = String,
): T {
  const found = choices.find((choice) => nameOf(choice) === wanted);
  if (found !== undefined) return found;
  throw new UserError(
    `${what}: expected one of ${choices.map(nameOf).join(", ")}, found ${
      JSON.stringify(wanted)
    }`,
  );
}
