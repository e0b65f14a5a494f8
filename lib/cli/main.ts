import { UserError } from "../runtime/errors.ts";
import { oneLine } from "../runtime/one_line.ts";

/** A command, which returns its exit code. */
export type CliCommand = (args: readonly string[]) => Promise<number>;

/**
 * Runs a command.
 *
 * @returns The command's exit code. For a UserError it is 2, after one line on the
 * error stream.
 */
export async function exitCodeOf(
  command: CliCommand,
  args: readonly string[],
): Promise<number> {
  try {
    return await command(args);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`error: ${oneLine(error.message)}`);
    return 2;
  }
}

/**
 * Runs a command with the program's arguments, and ends the process with its exit code.
 */
export async function main(command: CliCommand): Promise<never> {
  Deno.exit(await exitCodeOf(command, Deno.args));
}
