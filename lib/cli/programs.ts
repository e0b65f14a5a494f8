/** Exit code and output of a program. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, with empty standard input.
 *
 * @returns undefined if there is no such program.
 */
export async function run(
  name: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "env" | "cwd"> = {},
): Promise<Ended | undefined> {
  try {
    const { code, stdout, stderr } = await new Deno.Command(name, {
      ...options,
      args: [...args],
      stdin: "null",
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Returns the last non-empty line of a program's output, which usually states the
 * error.
 */
export function lastLine(ended: Ended | undefined): string {
  if (ended === undefined) return "no such program";
  const lines = `${ended.stdout}\n${ended.stderr}`
    // deno-lint-ignore no-control-regex
    .replaceAll(/\x1b\[[0-9;]*m/g, "")
    .split("\n").map((line) => line.trim());
  return lines.findLast((line) => line !== "") ?? `exit code ${ended.code}`;
}
