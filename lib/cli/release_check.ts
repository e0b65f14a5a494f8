import { type Ended, lastLine, run } from "./programs.ts";

/** How a check ended. */
export interface CheckEnd {
  readonly passed: boolean;
  /** One line that says the finding. */
  readonly words: string;
}

/** A thing that has to be true of a release. */
export interface ReleaseCheck {
  readonly name: string;
  readonly check: () => Promise<CheckEnd>;
}

/** Lines that Deno prints after the line that says what went wrong. */
const NOISE = /^(?:Stack backtrace:|\s*\d+: <unknown>|error: Test failed)$/gm;

/** The last line that says something. */
const wordsOf = (ended: Ended | undefined): string =>
  lastLine(
    ended && {
      ...ended,
      stdout: ended.stdout.replaceAll(NOISE, ""),
      stderr: ended.stderr.replaceAll(NOISE, ""),
    },
  );

/** A check that passes where a program ends with exit code 0. */
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
 * Runs all checks in their order, those after a failed one too, and prints a line
 * per check.
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
