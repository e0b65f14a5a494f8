/** One test, as Deno's reporter tells it. */
export interface TestRecord {
  /** From the project's root. */
  readonly file: string;
  readonly name: string;
  readonly outcome: "ok" | "FAILED" | "ignored";
}

/** How many tests ended in which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What `deno test` wrote, with `--parallel` or without. */
export interface TestLog {
  readonly tests: readonly TestRecord[];
  /** Why tests were left out, as `needs` says it, each once. */
  readonly reasons: readonly string[];
  /** Deno's own sum, its last line; none where it did not get that far. */
  readonly summary: Counts | undefined;
}

const FILE = /^running \d+ tests? from (?:\.\/)?(\S+)$/;
const TEST =
  /^(?:(?:\.\/)?(\S+) => )?(\S.*) \.\.\. (ok|FAILED|ignored) \(.+\)$/;
/** What Deno writes after the name of a test that takes more than a minute. */
const LONG = /^(\S.*) \.\.\.'.*' has been running for over \(.+\)$/;
/** And once that test has ended. */
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
