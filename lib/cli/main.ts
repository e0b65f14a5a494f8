import { UserError } from "../runtime/errors.ts";

/**
 * Runs a command and ends the process with its exit code: what it returns, or
 * 2 and one line for a mistake of the user's.
 */
export async function main(
  command: (args: readonly string[]) => Promise<number>,
): Promise<never> {
  try {
    Deno.exit(await command(Deno.args));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`error: ${error.message.replaceAll(/\s*\n\s*/g, " ")}`);
    Deno.exit(2);
  }
}
