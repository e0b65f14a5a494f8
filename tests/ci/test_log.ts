/** One test, as Deno's reporter prints it. */
export interface TestRecord {
  /** Path from the project's root. */
  readonly file: string;
  readonly name: string;
  readonly outcome: "ok" | "FAILED" | "ignored";
}

/** Numbers of tests by outcome. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Contents of the output of `deno test`, with `--parallel` or without. */
export interface TestLog {
  readonly tests: readonly TestRecord[];
  /** Reasons for skipped tests, as `needs` prints them, each once. */
  readonly reasons: readonly string[];
  /** Deno's own sum, its last line; undefined if the run ended before it. */
  readonly summary: Counts | undefined;
}

const FILE = /^running \d+ tests? from (?:\.\/)?(\S+)$/;
const TEST =
  /^(?:(?:\.\/)?(\S+) => )?(\S.*) \.\.\. (ok|FAILED|ignored) \(.+\)$/;
/** The line that Deno prints for a test that takes more than a minute. */
const LONG = /^(\S.*) \.\.\.'.*' has been running for over \(.+\)$/;
/** The line that Deno prints once that test has ended. */
const LONG_END = /^ (ok|FAILED) \(.+\)$/;
const REASON = /^left out: (.+)$/;
const SUMMARY =
  /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))* \| (\d+) failed(?: \([^)]*\))*(?: \| (\d+) ignored(?: \([^)]*\))*)?(?: \| [^|]*)*$/;

// deno-lint-ignore no-control-regex -- colours begin with a control character
const COLOUR = /\x1b\[[0-9;]*m/g;

export function readTestLog(text: string): TestLog {
  const lines = text.replaceAll(COLOUR, "").split(/\r?\n/);
  const reasons = lines.flatMap((line) => REASON.exec(line)?.[1] ?? []);
  return {
    tests: testsIn(lines),
    reasons: [...new Set(reasons)],
    summary: lines.map(countsIn).findLast((counts) => counts !== undefined),
  };
}

function testsIn(lines: readonly string[]): TestRecord[] {
  const tests: TestRecord[] = [];
  let current = "", long = "";
  for (const line of lines) {
    current = FILE.exec(line)?.[1] ?? current;
    long = LONG.exec(line)?.[1] ?? long;
    const ended = LONG_END.test(line) ? `${long} ...${line}` : line;
    const [, file = current, name, outcome] = TEST.exec(ended) ?? [];
    if (outcome === undefined) continue;
    tests.push({ file, name, outcome: outcome as TestRecord["outcome"] });
  }
  return tests;
}

function countsIn(line: string): Counts | undefined {
  const [, ...numbers] = SUMMARY.exec(line) ?? [];
  if (numbers.length === 0) return undefined;
  const [passed, failed, skipped] = numbers.map((text) => Number(text ?? 0));
  return { passed, failed, skipped };
}
