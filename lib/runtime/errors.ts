/**
 * A mistake in what the user gave (an argument, a path, a file), to be shown
 * as one line without a stack trace, in a notebook too. The message names the
 * thing, what was expected and what was found.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.stack = `${new.target.name}: ${message}`;
  }
}

/**
 * Looks something up by its name.
 *
 * @param what What is looked for, for the message.
 * @throws UserError when there is none of this name; it names those there are.
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
