import { type Ended, lastLine, run } from "./programs.ts";

/** Result of a check. */
export interface CheckEnd {
  readonly passed: boolean;
  /** The finding, in one line. */
  readonly words: string;
}

/** A condition that a release must meet. */
export interface ReleaseCheck {
  readonly name: string;
  readonly check: () => Promise<CheckEnd>;
}

/** Lines that Deno prints after the line with the cause. */
const NOISE = /^(?:Stack backtrace:|\s*\d+: <unknown>|error: Test failed)$/gm;

/** Returns the last line of the output that says something about the result. */
const wordsOf = (ended: Ended | undefined): string =>
  lastLine(
    ended && {
      ...ended,
      stdout: ended.stdout.replaceAll(NOISE, ""),
      stderr: ended.stderr.replaceAll(NOISE, ""),
    },
  );

/** Makes a check that passes if a program ends with exit code 0. */
export const programCheck = (
  name: string,
  root: string,
  [program, ...args]: readonly string[],
): ReleaseCheck => ({
  name,
  async check() {
    const ended = await run(program, args, {
      cwd: root,
      env: { NO_COLOR: "1" },
    });
    return { passed: ended?.code === 0, words: wordsOf(ended) };
  },
});

/**
 * Runs all checks in their order, also after a failed one, and prints one line per
 * check.
 *
 * @returns Whether all passed.
 */
export async function runReleaseChecks(
  checks: readonly ReleaseCheck[],
  print: (line: string) => void,
): Promise<boolean> {
  let passed = true;
  for (const { name, check } of checks) {
    const end = await check().catch((error): CheckEnd => ({
      passed: false,
      words: String(error?.message ?? error),
    }));
    print(`${end.passed ? "ok    " : "failed"}  ${name}: ${end.words}`);
    passed &&= end.passed;
  }
  return passed;
}
