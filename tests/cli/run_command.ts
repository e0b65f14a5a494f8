import { type CliCommand, exitCodeOf } from "#lib/cli/main.ts";
import type { Ended } from "../programs.ts";

/**
 * Runs a command in the tests' own process, which is faster than a new one. Its output
 * by `console` does not reach the terminal.
 */
export async function runCommand(
  command: CliCommand,
  args: readonly string[],
): Promise<Ended> {
  const { log, error } = console;
  const said = { stdout: "", stderr: "" };
  console.log = (line: string) => void (said.stdout += `${line}\n`);
  console.error = (line: string) => void (said.stderr += `${line}\n`);
  try {
    return { code: await exitCodeOf(command, args), ...said };
  } finally {
    Object.assign(console, { log, error });
  }
}
