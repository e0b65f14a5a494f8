import { lastLine, run } from "./programs.ts";

/** How a check ended. */
export interface CheckEnd {
  readonly passed: boolean;
  /** What was found, on one line. */
  readonly words: string;
}

/** A thing that has to be true of a release. */
export interface ReleaseCheck {
  readonly name: string;
  readonly check: () => Promise<CheckEnd>;
}

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
    return { passed: ended?.code === 0, words: lastLine(ended) };
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
