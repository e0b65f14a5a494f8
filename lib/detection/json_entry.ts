import { UserError } from "../runtime/errors.ts";

/** A value of a JSON file, its name in messages, and checks that return it typed. */
export interface Entry {
  readonly name: string;
  readonly value: unknown;
  /** The entry of an object under a key; its value is undefined if it is missing. */
  readonly entry: (key: string) => Entry;
  readonly list: () => readonly Entry[];
  readonly text: () => string;
  readonly number: () => number;
  /** A number in a range, its ends included. */
  readonly between: (least: number, most: number) => number;
  /** A number, or the given one if the value is null. */
  readonly numberOr: (other: number) => number;
  /** A whole number from 0 to the given one, ends included. */
  readonly whole: (most: number) => number;
  readonly fail: (expected: string, found?: unknown) => never;
}

/**
 * Reads JSON whose entries are checked where they are used.
 *
 * @param expected The expected content, for messages.
 * @throws UserError if the text is not JSON.
 */
export function parseEntries(
  text: string,
  name: string,
  expected: string,
): Entry {
  try {
    return entryOf(JSON.parse(text), name);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(
      `${name}: expected ${expected}, found: ${error.message}`,
      { cause: error },
    );
  }
}

function entryOf(value: unknown, name: string): Entry {
  const fail = (expected: string, found = value): never => {
    const shown = JSON.stringify(found)?.slice(0, 80) ?? "nothing";
    throw new UserError(`${name}: expected ${expected}, found ${shown}`);
  };
  const number = () =>
    typeof value === "number" && Number.isFinite(value)
      ? value
      : fail("a number");
  return {
    name,
    value,
    fail,
    number,
    entry(key) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return fail("an object");
      }
      const own = Object.hasOwn(value, key);
      return entryOf(
        own ? (value as Record<string, unknown>)[key] : undefined,
        `${name}: ${key}`,
      );
    },
    list: () =>
      Array.isArray(value)
        ? value.map((item, i) => entryOf(item, `${name}[${i}]`))
        : fail("a list"),
    text: () => typeof value === "string" ? value : fail("a string"),
    between: (least, most) =>
      number() >= least && number() <= most
        ? number()
        : fail(`a number from ${least} to ${most}`),
    numberOr: (other) => value === null ? other : number(),
    whole: (most) =>
      Number.isInteger(value) && number() >= 0 && number() <= most
        ? number()
        : fail(`a whole number from 0 to ${most}`),
  };
}
