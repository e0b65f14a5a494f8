import { type Need, programs } from "./needs.ts";
import { projectRoot } from "./project_files.ts";

/**
 * A program that a test needs.
 *
 * @param version The option that makes it print its version and exit.
 */
export function program(name: string, version = "--version"): Need {
  return programs.met
    ? { met: runs(name, version), reason: `no program ${name}` }
    : programs;
}

function runs(name: string, version: string): boolean {
  const io = { stdin: "null", stdout: "null", stderr: "null" } as const;
  try {
    return new Deno.Command(name, { args: [version], ...io }).outputSync()
      .success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Exit status and output of a program. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program until it ends.
 *
 * @param variables Environment variables, added to the test's own.
 * @param cwd The folder that it runs in, by default the project's.
 */
export async function runProgram(
  name: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  cwd: string = projectRoot,
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(name, {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1", ...variables },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
