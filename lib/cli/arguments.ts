import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { oneOf, UserError } from "../runtime/errors.ts";

/** Values of the options of a command line, by name. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Reads a command line of options only.
 *
 * @throws UserError for an unknown option, a missing value or a stray word.
 */
export function parseOptions(
  args: readonly string[],
  options: ParseArgsOptionsConfig,
): Values {
  return parse(args, options, false).values;
}

/**
 * Reads a command line of options and positional words.
 *
 * @throws UserError for an unknown option or a missing value.
 */
export function parseWords(
  args: readonly string[],
  options: ParseArgsOptionsConfig,
): { readonly values: Values; readonly words: readonly string[] } {
  const { values, positionals } = parse(args, options, true);
  return { values, words: positionals };
}

function parse(
  args: readonly string[],
  options: ParseArgsOptionsConfig,
  allowPositionals: boolean,
): { values: Values; positionals: string[] } {
  try {
    const config = { args: [...args], options, strict: true, allowPositionals };
    const { values, positionals } = parseArgs(config);
    return { values: values as Values, positionals };
  } catch (error) {
    const { message } = error as Error;
    const [sentence] = message.split(/\.\s|\n/);
    // `parseArgs` calls a value such as -0.2 ambiguous, because it looks like an
    // option.
    const name = /^Option '(?:-\w, )?(--[\w-]+)[^']*' argument is ambiguous/
      .exec(message)?.[1];
    throw new UserError(
      name === undefined
        ? `${sentence}; see --help`
        : `${name}: expected a value, found a word that begins with a dash; join the two by an equals sign, as ${name}=-1`,
    );
  }
}

/** Reads an integer within a range; absent, the option has its default. */
export function integerOption(
  values: Values,
  name: string,
  least: number,
  absent: number,
  largest = 2 ** 32 - 1,
): number {
  const text = values[name];
  if (text === undefined) return absent;
  const value = Number(text);
  if (
    !/^\d+$/.test(String(text)) || value < least || value > largest
  ) {
    throw new UserError(
      `--${name}: expected an integer from ${least} to ${largest}, found ${
        JSON.stringify(text)
      }`,
    );
  }
  return value;
}

/** Reads one of a few words; absent, the option has its default. */
export function choiceOption<T extends string>(
  values: Values,
  name: string,
  choices: readonly T[],
  absent: T,
): T {
  const text = values[name];
  if (text === undefined) return absent;
  return oneOf(`--${name}`, choices, text);
}

/** Reads a non-empty text; undefined if the option is absent. */
export function textOption(values: Values, name: string): string | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (typeof text !== "string" || text.trim() === "") {
    throw new UserError(`--${name}: expected a value, found an empty one`);
  }
  return text;
}
