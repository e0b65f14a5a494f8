import { type Need, programs } from "./needs.ts";
import { projectRoot } from "./project_files.ts";

/** A program that a test may start. */
export function program(name: string): Need {
  return programs.met
    ? { met: runs(name), reason: `no program ${name}` }
    : programs;
}

function runs(name: string): boolean {
  const io = { stdin: "null", stdout: "null", stderr: "null" } as const;
  try {
    return new Deno.Command(name, { args: ["--version"], ...io }).outputSync()
      .success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** How a program ended, and what it said. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in the project's folder until it ends. */
export async function runProgram(
  name: string,
  args: readonly string[],
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(name, {
    args: [...args],
    cwd: projectRoot,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
