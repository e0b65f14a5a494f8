import { assertEquals, assertMatch } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { type Ended, runProgram } from "../programs.ts";

/** The arguments of `deno` in the task `reproduce` of deno.json. */
export const taskArguments: readonly string[] = config.tasks.reproduce.command
  .split(" ").slice(1);

/**
 * Runs the command of the task `reproduce`, with the task's permissions.
 *
 * @param flags More flags for `deno run`.
 * @param words Arguments in place of the task's own.
 */
export function reproduce(
  args: readonly string[],
  flags: readonly string[] = [],
  words: readonly string[] = taskArguments,
): Promise<Ended> {
  const [run, ...rest] = words;
  return runProgram("deno", [run, "--quiet", ...flags, ...rest, ...args]);
}

/** Asserts exit code 2 and one line for the user without a stack; returns the line. */
export function assertUserError({ code, stderr }: Ended): string {
  assertMatch(stderr, /^error: [^\n]+\n$/);
  assertEquals(stderr.includes("at file://"), false, stderr);
  assertEquals(code, 2);
  return stderr.trimEnd();
}
