/** How a program ended, and what it said. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program until it ends, with nothing to read.
 *
 * @returns Nothing where there is no such program.
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

/** The last thing that a program said: where programs say what went wrong. */
export function lastLine(ended: Ended | undefined): string {
  if (ended === undefined) return "no such program";
  const lines = `${ended.stdout}\n${ended.stderr}`
    // deno-lint-ignore no-control-regex
    .replaceAll(/\x1b\[[0-9;]*m/g, "")
    .split("\n").map((line) => line.trim());
  return lines.findLast((line) => line !== "") ?? `exit code ${ended.code}`;
}
